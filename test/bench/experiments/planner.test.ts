import { smallForm } from '../small-form.js'

smallForm('planner')
