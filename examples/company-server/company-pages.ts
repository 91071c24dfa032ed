import { Injectable } from '@nestjs/common';
import { type Html, html, Pages, type SignOutView } from '../../src/index';

/** One page in the company's own words, and its imprint under every page; everything else stays as it is. */
@Injectable()
export class CompanyPages extends Pages {
  override signOut(view: SignOutView): Html {
    return this.authCard(
      'Until tomorrow',
      html`<h1>Until tomorrow, ${view.user.name}</h1>
        <form method="post" action="${this.at(view.action)}" id="sign-out">
          ${this.hidden('csrf', view.csrf)}<button class="btn primary block" type="submit">Go home</button>
        </form>`,
    );
  }

  override foot(): Html {
    return html`${super.foot()}<p class="foot">Acme Shipping, Hamburg</p>`;
  }
}
