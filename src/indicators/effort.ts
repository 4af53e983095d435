/**
 * A budget of costly steps (checksums tried, numbers parsed), for one text or shared by the parts of one file: near misses
 * must not hold up a run. When it is used up, `ended` says so and callers say it in coverage: misread values are then no
 * longer corrected, and numbers without a country code no longer read.
 */
export class Effort {
  #left: number;
  #ended = false;

  /** 60 000 steps: about a second of the slowest. */
  constructor(steps = 60_000) {
    this.#left = steps;
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** False when the budget does not reach for these steps. */
  spend(steps: number): boolean {
    this.#left -= steps;
    if (this.#left < 0) this.#ended = true;
    return this.#left >= 0;
  }
}
