import * as Utils from "effect/Utils"

/** Chances that fall the same way each time for the same seed. */
export class Dice {
  private readonly random: Utils.PCGRandom

  constructor(seed: number) {
    this.random = new Utils.PCGRandom(seed)
  }

  /** A whole number from 0 to one below `limit`. */
  below(limit: number): number {
    return Math.floor(this.random.number() * limit)
  }

  /** True in about `share` of all throws. */
  falls(share: number): boolean {
    return this.random.number() < share
  }

  pick<A>(items: ReadonlyArray<A>): A {
    const item = items[this.below(items.length)]
    if (item === undefined) throw new Error("nothing to pick from")
    return item
  }
}
