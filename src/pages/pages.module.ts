import { Module } from '@nestjs/common';
import { AssetsController } from './assets.controller';
import { ThemeWarning } from './theme-warning';

/** The stylesheet, the logo and the theme. The pages themselves are a replaceable part. */
@Module({ controllers: [AssetsController], providers: [ThemeWarning] })
export class PagesModule {}
