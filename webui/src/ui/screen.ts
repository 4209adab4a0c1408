import { inLanguage } from '../languages/inLanguage';

// What a machine shows, by what it says of how it takes the picture (PROTOCOL.md, FACTS).
export type ScreenKind = 'real' | 'virtual' | 'test';

const VIRTUAL = 'virtual desktop, ';

// Nothing: it has not said yet.
export function screenKind(capture: string): ScreenKind | undefined {
  if (capture === '') return undefined;
  if (capture.startsWith(VIRTUAL)) return 'virtual';
  return capture === 'test card' ? 'test' : 'real';
}

// How it is taken, whatever it shows.
export function captureName(capture: string): string {
  return capture.startsWith(VIRTUAL) ? capture.slice(VIRTUAL.length) : capture;
}

export const screenWords: Record<ScreenKind, { short: string; long: string }> = inLanguage('screens', {
  real: { short: 'its own screen', long: 'The machine’s own: what people in front of it see' },
  virtual: { short: 'virtual desktop', long: 'A virtual desktop, which nobody at the machine sees' },
  test: { short: 'test picture', long: 'A test picture' },
});
