import { applyDecorators, Controller, UseGuards } from '@nestjs/common';
import { AdministratorGuard } from './administrator.guard';
import { OwnFormGuard } from '../sessions/own-form.guard';
import { SignedInGuard } from '../sessions/signed-in';
import { VisitorGuard } from '../sessions/visitor';

export { answerForm } from '../pages/answer-form';

/** Pages for administrators. What they change asks for the password when the sign-in is some time ago. */
export const AdminPages = (path: string) =>
  applyDecorators(Controller(path), UseGuards(VisitorGuard, SignedInGuard, AdministratorGuard, OwnFormGuard));

/** Pages for people who are signed in, whose forms only we can have made. */
export const SettingsPages = (path: string) =>
  applyDecorators(Controller(path), UseGuards(VisitorGuard, SignedInGuard, OwnFormGuard));
