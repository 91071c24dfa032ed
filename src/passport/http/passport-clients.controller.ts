import { Body, Delete, Get, HttpCode, Param, Post, Put, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { OwnApps } from '../../clients/application/own-apps';
import { Sudo } from '../../sessions/application/sudo';
import type { SignedInVisitor } from '../../sessions/domain/visitor';
import { CurrentPerson } from '../../sessions/signed-in';
import { every } from '../application/every';
import { newPassportClient, passportClient } from './passport-bodies';
import { isConfidential, readAppForm, readPassword, typeOf } from './passport-forms';
import { PassportRoutes } from './passport-routes';

/** /oauth/clients: the apps of the person in front of the browser. */
@PassportRoutes('clients')
export class PassportClientsController {
  constructor(
    private readonly apps: OwnApps,
    private readonly sudo: Sudo,
  ) {}

  @Get()
  async list(@CurrentPerson() { signedIn: { user } }: SignedInVisitor) {
    const clients = await every((page) => this.apps.listOf(user, page));
    return clients.filter(({ isActive }) => isActive).map(passportClient);
  }

  @Post()
  async register(
    @Body() body: unknown,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { user } = visitor.signedIn;
    const form = readAppForm(body);
    await this.sudo.require(visitor, readPassword(body));
    const secret = isConfidential(body);
    // As in Passport, an app may ask for whatever is not for administrators; people still have to allow it.
    const scopes = this.apps.scopesFor(user).filter(({ role }) => role !== 'admin');
    const made = await this.apps.register(user, {
      ...form,
      type: typeOf(form.redirectUris, secret),
      secret,
      scopes: scopes.map(({ name }) => name),
    });
    void reply.header('Cache-Control', 'no-store');
    return newPassportClient(made);
  }

  @Put(':id')
  async update(
    @Param('id') id: string,
    @Body() body: unknown,
    @CurrentPerson() { signedIn: { user } }: SignedInVisitor,
  ) {
    const client = await this.apps.find(user, id);
    return passportClient(await this.apps.update(user, client, readAppForm(body)));
  }

  @Delete(':id')
  @HttpCode(204)
  async remove(
    @Param('id') id: string,
    @Body() body: unknown,
    @CurrentPerson() visitor: SignedInVisitor,
  ): Promise<void> {
    const { user } = visitor.signedIn;
    const client = await this.apps.find(user, id);
    await this.sudo.require(visitor, readPassword(body));
    await this.apps.remove(user, client);
  }
}
