import { type CanActivate, Injectable } from '@nestjs/common';
import { PageError } from '../../shared/http/page-error';
import { AccountFeatures } from '../application/account-features';

/** Where strangers cannot make accounts, the pages for that are not there. */
@Injectable()
export class SignUpOpenGuard implements CanActivate {
  constructor(private readonly features: AccountFeatures) {}

  canActivate(): boolean {
    if (!this.features.signUp) throw PageError.notFound();
    return true;
  }
}
