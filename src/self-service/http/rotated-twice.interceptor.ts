import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { catchError, from, type Observable, switchMap, throwError } from 'rxjs';
import { type Caller, partyOf } from '../../bearer/caller';
import { PersonalAccessTokenEndings } from '../../personal-access-tokens/application/personal-access-token-endings';
import { AlreadyRotatedProblem } from '../../personal-access-tokens/domain/already-rotated-problem';

/**
 * Ends the family of a token that a program rotates a second time. It stands outside of the transaction of the request,
 * which the refusal undoes.
 */
@Injectable()
export class RotatedTwiceInterceptor implements NestInterceptor {
  constructor(private readonly endings: PersonalAccessTokenEndings) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { user } = context.switchToHttp().getRequest<{ user: Caller }>();
    return next.handle().pipe(
      catchError((error: unknown) => {
        const refused = throwError(() => error);
        if (!(error instanceof AlreadyRotatedProblem) || error.token.replacedBy === null) return refused;
        return from(this.endings.endFamily(error.token, partyOf(user))).pipe(switchMap(() => refused));
      }),
    );
  }
}
