import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Settings } from '../config/settings';
import { contrasts } from './contrast';

const OURS = join(__dirname, 'assets', 'app.css');

/** Says at each start which colours of a company's own theme are too close to each other to be read. */
@Injectable()
export class ThemeWarning implements OnApplicationBootstrap {
  private readonly logger = new Logger('Settings');

  constructor(private readonly settings: Settings) {}

  onApplicationBootstrap(): void {
    const { themeCss } = this.settings;
    if (!themeCss) return;
    for (const { scheme, front, back, ratio, minimum } of contrasts(read(OURS), read(themeCss))) {
      if (ratio === null || ratio >= minimum) continue;
      const seen = `--${front} on --${back} has a contrast of ${ratio.toFixed(1)} in ${scheme} mode`;
      this.logger.warn(`THEME_CSS: ${seen}; use colours with at least ${minimum} (WCAG 2.2).`);
    }
  }
}

const read = (path: string): string => readFileSync(path, 'utf8');
