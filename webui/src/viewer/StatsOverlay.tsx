import { useEffect, useState } from 'react';

import type { RemoteScreen } from './RemoteScreen';
import { bytesPerSecond, busiest, encodingName, figure, type Traffic } from './statistics';
import classes from './viewer.module.css';
import { words } from './words';

interface StatsOverlayProps {
  screen: RemoteScreen;
  traffic(): Traffic | undefined;
  size: { width: number; height: number };
}

interface Reading {
  updates: number;
  bytesIn: number;
  bytesOut: number;
  roundTrip: number | undefined;
  encoding: number | undefined;
}

const SECOND = 1000;

// What the session did in the last second.
export function StatsOverlay({ screen, traffic, size }: StatsOverlayProps) {
  const [reading, setReading] = useState<Reading>();

  useEffect(() => {
    const sample = () => ({
      at: performance.now(),
      updates: screen.counters.updates,
      pixels: new Map(screen.counters.pixels),
      bytesIn: traffic()?.bytesIn ?? 0,
      bytesOut: traffic()?.bytesOut ?? 0,
    });
    let last = sample();
    const timer = setInterval(() => {
      const now = sample();
      const before = last;
      const seconds = (now.at - before.at) / SECOND;
      setReading((previous) => ({
        updates: (now.updates - before.updates) / seconds,
        bytesIn: (now.bytesIn - before.bytesIn) / seconds,
        bytesOut: (now.bytesOut - before.bytesOut) / seconds,
        roundTrip: traffic()?.roundTrip,
        // A still screen keeps the encoding that drew it.
        encoding: busiest(before.pixels, now.pixels) ?? previous?.encoding,
      }));
      last = now;
    }, SECOND);
    return () => clearInterval(timer);
  }, [screen, traffic]);

  const rows: [string, string][] = [
    [words.figures.updates, reading ? `${Math.round(reading.updates)}/s` : '–'],
    [words.figures.in, reading ? bytesPerSecond(reading.bytesIn) : '–'],
    [words.figures.out, reading ? bytesPerSecond(reading.bytesOut) : '–'],
    [words.figures.roundTrip, reading?.roundTrip === undefined ? '–' : `${figure(reading.roundTrip, reading.roundTrip < 10 ? 1 : 0)} ms`],
    [words.figures.screen, `${size.width} × ${size.height}`],
    [words.figures.encoding, reading?.encoding === undefined ? '–' : encodingName(reading.encoding)],
  ];
  return (
    <dl className={classes.stats} aria-label={words.statistics}>
      {rows.map(([name, value]) => (
        <div key={name} style={{ display: 'contents' }}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
