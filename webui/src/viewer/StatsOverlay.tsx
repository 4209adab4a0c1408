import { useEffect, useState } from 'react';

import type { RemoteScreen, WithoutH264 } from './RemoteScreen';
import type { SoundFigures } from './sound/SoundPlayer';
import { busiest, bytesPerSecond, encodingName, figure, milliseconds, type Traffic } from './statistics';
import classes from './viewer.module.css';
import { words } from './words';

interface StatsOverlayProps {
  screen: RemoteScreen;
  traffic(): Traffic | undefined;
  sound(): SoundFigures | undefined;
  size: { width: number; height: number };
}

interface Reading {
  updates: number;
  bytesIn: number;
  bytesOut: number;
  roundTrip: number | undefined;
  encodings: number[];
  decoding: number | undefined;
  reaction: number | undefined;
  sound: SoundFigures | undefined;
  moving: { width: number; height: number } | undefined;
  withoutH264: WithoutH264 | undefined;
}

const SECOND = 1000;
const NOTHING = '–';

// What the session did in the last second.
export function StatsOverlay({ screen, traffic, sound, size }: StatsOverlayProps) {
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
      const { decoding, reaction, moving } = screen.counters;
      const encodings = busiest(before.pixels, now.pixels);
      setReading((previous) => ({
        updates: (now.updates - before.updates) / seconds,
        bytesIn: (now.bytesIn - before.bytesIn) / seconds,
        bytesOut: (now.bytesOut - before.bytesOut) / seconds,
        roundTrip: traffic()?.roundTrip,
        // A still screen keeps the encodings that drew it.
        encodings: encodings.length > 0 ? encodings : (previous?.encodings ?? []),
        decoding: decoding.median(now.at),
        reaction: reaction.median,
        sound: sound(),
        moving: moving && now.at - moving.at < SECOND ? moving.area : undefined,
        withoutH264: screen.withoutH264,
      }));
      last = now;
    }, SECOND);
    return () => clearInterval(timer);
  }, [screen, traffic, sound]);

  const { figures } = words;
  const rows: [string, string | undefined][] = [
    [figures.encoding, reading?.encodings.map(encodingName).join(' + ')],
    [figures.moving, reading?.moving && pixels(reading.moving)],
    [figures.screen, pixels(size)],
    [figures.updates, reading && `${Math.round(reading.updates)}/s`],
    [figures.in, reading && bytesPerSecond(reading.bytesIn)],
    [figures.out, reading && bytesPerSecond(reading.bytesOut)],
    [figures.roundTrip, duration(reading?.roundTrip)],
    [figures.decoding, duration(reading?.decoding)],
    [figures.reaction, duration(reading?.reaction)],
    [figures.sound, reading?.sound && heard(reading.sound)],
  ];
  return (
    <div className={classes.stats}>
      <dl aria-label={words.statistics}>
        {rows.map(([name, value]) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{name}</dt>
            <dd>{value || NOTHING}</dd>
          </div>
        ))}
      </dl>
      {reading?.withoutH264 && <p>{words.withoutH264[reading.withoutH264]}</p>}
    </div>
  );
}

function pixels({ width, height }: { width: number; height: number }): string {
  return `${width} × ${height}`;
}

function heard({ ready, lost }: SoundFigures): string {
  return words.soundFigures(duration(ready) ?? NOTHING, figure(lost, 0));
}

function duration(value: number | undefined): string | undefined {
  return value === undefined ? undefined : milliseconds(value);
}
