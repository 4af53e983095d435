import { Effort } from './effort.ts';
import type { FindOptions } from './found.ts';
import { guessLanguages, regionsOf } from './guess-languages.ts';
import { findLabels, type SeenLabel } from './labels.ts';
import { type Reading, readText } from './read-text.ts';
import type { Address } from './wallets/address.ts';

/** One search over one text: what all finders share, worked out when first asked for. */
export class Search {
  readonly reading: Reading;
  readonly options: FindOptions;
  #labels: readonly SeenLabel[] | undefined;
  #languages: readonly string[] | undefined;
  #regions: readonly string[] | undefined;
  /** Repairs tried in this text. */
  readonly repairs = new Map<string, Address | undefined>();
  readonly #effort: Effort;

  constructor(text: string, options: FindOptions) {
    this.reading = readText(text, options.ocr === true);
    this.options = options;
    this.#effort = options.effort ?? new Effort();
  }

  get text(): string {
    return this.reading.text;
  }

  get isCode(): boolean {
    return this.options.mode === 'code';
  }

  /** The text was read from a picture. */
  get isPicture(): boolean {
    return this.options.ocr === true;
  }

  get labels(): readonly SeenLabel[] {
    this.#labels ??= findLabels(this.reading.text, this.options.ocr === true);
    return this.#labels;
  }

  get languages(): readonly string[] {
    this.#languages ??= this.options.languages ?? guessLanguages(this.reading.text);
    return this.#languages;
  }

  get regions(): readonly string[] {
    this.#regions ??= [...new Set([...(this.options.regions ?? []), ...regionsOf(this.languages)])];
    return this.#regions;
  }

  /**
   * Takes from the budget of costly steps (checksums tried, numbers parsed). False when it is used up: a text made of
   * near misses must not hold up the run.
   */
  spend(steps: number): boolean {
    return this.#effort.spend(steps);
  }
}
