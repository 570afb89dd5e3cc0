import t from 'tap'
import { systemClock } from '../../src/runtime/clock.js'
import { clockConformance } from '../ports/clock-conformance.js'

clockConformance(t, () => ({ clock: systemClock, settle: (promise) => promise }))
