import t from 'tap'
import { inlineWorkers } from '../../src/ports/workers.js'
import { workersConformance } from './conformance.js'

workersConformance(t, { open: () => inlineWorkers })
