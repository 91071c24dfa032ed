import { Injectable } from '@nestjs/common';
import { type ClaimsContext, ClaimsProvider } from '../../src/index';
import { StaffDirectory } from './staff-directory';

/** Adds the person's department to every access token. */
@Injectable()
export class DepartmentClaim extends ClaimsProvider {
  constructor(private readonly staff: StaffDirectory) {
    super();
  }

  async claimsFor({ user }: ClaimsContext): Promise<Record<string, unknown>> {
    const department = user ? this.staff.departmentOf(user.id) : null;
    // `sub` shows that reserved names are dropped: a claim can never change who the token is about.
    return department ? { department, sub: 'somebody else' } : {};
  }
}
