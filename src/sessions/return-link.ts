import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';

/**
 * Remembers, in signed text, which page of ours a person wanted before the sign-in page came between.
 *
 * Because we sign it, nobody can make the sign-in page lead elsewhere.
 */
@Injectable()
export class ReturnLink {
  constructor(private readonly jwt: JwtService) {}

  /** @param path a path of ours, with its query */
  make(path: string): Promise<string> {
    return this.jwt.signAsync({ path }, { expiresIn: '1h', audience: 'return-link' });
  }

  /** The path, or null when the text is not ours or too old. */
  async read(text: string | null): Promise<string | null> {
    if (text === null || text.length > 4096) return null;
    try {
      const { path } = await this.jwt.verifyAsync<{ path: unknown }>(text, { audience: 'return-link' });
      return typeof path === 'string' && /^\/(?![/\\])/.test(path) ? path : null;
    } catch {
      // A forged or old link is no reason to refuse the sign-in: it only leads to the start page.
      return null;
    }
  }
}
