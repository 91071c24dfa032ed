import { Module } from '@nestjs/common';
import { AssetsController } from './assets.controller';

/** The stylesheet, the logo and the theme. The pages themselves are a replaceable part. */
@Module({ controllers: [AssetsController] })
export class PagesModule {}
