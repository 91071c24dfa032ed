import { applyDecorators, Controller, UseFilters, UseGuards } from '@nestjs/common';
import { VisitorGuard } from '../../sessions/visitor';
import { LaravelErrorFilter } from './laravel-error.filter';
import { OwnScriptGuard } from './own-script.guard';

/** Routes of Laravel Passport, for the scripts of pages at our own origin; refusals look as Laravel's do. */
export const PassportRoutes = (path: string) =>
  applyDecorators(
    Controller(`oauth/${path}`),
    UseGuards(VisitorGuard, OwnScriptGuard),
    UseFilters(LaravelErrorFilter),
  );
