// Only an administrator needs them, or who wants to become one.
export { ElevationDialogs } from './ElevationDialogs';
export { TerminalPanel } from './TerminalPanel';
