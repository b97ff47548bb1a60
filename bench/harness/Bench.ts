/** A figure beside the ratio that must hold as well, such as the peak memory of our process. */
export interface Limit {
  readonly what: string
  readonly value: number
  readonly max: number
  readonly unit: string
}

/** What a case measured. Both lists are in milliseconds, and the n-th of one ran right beside the n-th of the other. */
export interface Measured {
  readonly oursMs: ReadonlyArray<number>
  readonly referenceMs: ReadonlyArray<number>
  readonly limits?: ReadonlyArray<Limit>
  /** Figures for the reader that decide nothing, such as `raw undici: 24,000 per second`. */
  readonly also?: ReadonlyArray<string>
}

export interface BenchContext {
  /** Empty, and removed afterwards: everything that the case makes goes here. */
  readonly directory: string
  /** How many rounds count; one more is run before them and thrown away. */
  readonly rounds: number
}

/**
 * One row of the table: `bench/<name>.ts` exports it as `bench`, and it is run in a process of its own.
 *
 * The ratio is how much longer ours takes than the reference (`max`), or how much of the reference's speed ours has
 * (`min`): the median over the rounds, each of which compares two runs that were neighbours in time.
 */
export interface Bench {
  /** The file's name without `.ts`. */
  readonly name: string
  /** What is done, as the first column says it. */
  readonly work: string
  /** What it is compared with, as the second column says it. */
  readonly reference: string
  readonly reach: { readonly max: number } | { readonly min: number }
  /** How many rounds count unless the command line says otherwise. */
  readonly rounds: number
  readonly run: (context: BenchContext) => Promise<Measured>
}

/** What a case's process sends back. */
export interface CaseResult extends Omit<Bench, "run"> {
  readonly measured: Required<Measured>
}
