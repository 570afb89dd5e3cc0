/**
 * What an experiment is: a question, settings with a full and a small form, and rows of figures. Everything around it
 * (flags, the result file, the report, the comparison, the test of its small form) works from this alone.
 */
export type SettingValue = number | string | readonly number[] | readonly string[]
export type Settings = Readonly<Record<string, SettingValue>>

/** Figures of one case: which case it is, and what was measured. Units are the end of each name. */
export interface Row {
  readonly labels: Readonly<Record<string, string | number>>
  readonly values: Readonly<Record<string, number>>
  /** Why these may not be figures of what was to be measured. */
  readonly doubts?: readonly string[]
}

export interface Chart {
  readonly title: string
  /** A label: numbers make a scale, words a place each. */
  readonly x: string
  /** Labels that tell the lines apart. */
  readonly lines: readonly string[]
  /** Values, each a line of its own. */
  readonly values: readonly string[]
  readonly scale?: 'log'
  readonly xScale?: 'log'
  /** Rows with these labels alone. */
  readonly only?: Readonly<Record<string, string | number>>
}

/** A figure or a table of the paper that this one stands beside. */
export interface PaperFigure {
  readonly source: string
  readonly found: string
}

/** What an experiment is given by whoever runs it. */
export interface Tools {
  /** For data; it is gone afterwards. */
  readonly folder: string
  /** How far it is: `done` of `total`, and what it is at. */
  readonly progress: (done: number, total: number, what: string) => void
}

export interface Experiment<S extends Settings = Settings> {
  readonly name: string
  readonly question: string
  readonly paper?: PaperFigure
  /** The full form. */
  readonly settings: S
  readonly meanings: Readonly<Record<keyof S, string>>
  /** What differs in the small form: a few seconds. */
  readonly small: Partial<S>
  /** What differs where all experiments are run, which is to end within 45 minutes. */
  readonly amongAll?: Partial<S>
  readonly charts: readonly Chart[]
  readonly run: (settings: S, tools: Tools) => Promise<Row[]>
}

/** An experiment as those see it that treat all alike. */
export interface AnyExperiment extends Omit<Experiment, 'run'> {
  readonly run: (settings: Settings, tools: Tools) => Promise<Row[]>
}

/** The one place where settings of a type of their own become settings: they are made from its defaults. */
export function experiment<S extends Settings>(given: Experiment<S>): AnyExperiment {
  const { run, small, amongAll = {}, meanings, ...rest } = given
  return {
    ...rest,
    amongAll: amongAll as Settings,
    small: small as Settings,
    meanings: meanings as Readonly<Record<string, string>>,
    run: (settings, tools) => run(settings as S, tools),
  }
}
