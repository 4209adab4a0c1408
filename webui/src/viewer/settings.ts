import { useState } from 'react';

import type { PictureWish } from './RemoteScreen';

export type Scale = 'fit' | 'actual' | 'remote';
export type Quality = 'auto' | 'sharp' | 'smooth' | 'economy';

// What one likes stays in this browser; what belongs to one session (view only, held keys) does not.
export interface ViewerSettings {
  scale: Scale;
  quality: Quality;
  statistics: boolean;
  shareClipboard: boolean;
  sound: boolean;
  volume: number; // from 0 to 1
}

export const DEFAULTS: ViewerSettings = { scale: 'fit', quality: 'auto', statistics: false, shareClipboard: true, sound: true, volume: 1 };

const KEY = 'gatehouse.viewer';
const SCALES: readonly unknown[] = ['fit', 'actual', 'remote'] satisfies Scale[];
const QUALITIES: readonly unknown[] = ['auto', 'sharp', 'smooth', 'economy'] satisfies Quality[];

// Settings as they were stored, where they still mean something.
export function readSettings(stored: string | null): ViewerSettings {
  let found: unknown;
  try {
    found = JSON.parse(stored ?? '{}');
  } catch {
    return DEFAULTS;
  }
  if (typeof found !== 'object' || found === null) return DEFAULTS;
  const { scale, quality, statistics, shareClipboard, sound, volume } = found as Partial<ViewerSettings>;
  return {
    scale: SCALES.includes(scale) ? scale! : DEFAULTS.scale,
    quality: QUALITIES.includes(quality) ? quality! : DEFAULTS.quality,
    statistics: typeof statistics === 'boolean' ? statistics : DEFAULTS.statistics,
    shareClipboard: typeof shareClipboard === 'boolean' ? shareClipboard : DEFAULTS.shareClipboard,
    sound: typeof sound === 'boolean' ? sound : DEFAULTS.sound,
    volume: typeof volume === 'number' && volume >= 0 && volume <= 1 ? volume : DEFAULTS.volume,
  };
}

// The machine makes of it the quality of JPEG tiles and video, and how many pictures a second it sends at most.
export const PICTURE_WISHES: Readonly<Record<Quality, PictureWish>> = {
  auto: { quality: 8, compression: 2, h264: true },
  sharp: { quality: 9, compression: 1, h264: false },
  smooth: { quality: 5, compression: 2, h264: true },
  economy: { quality: 1, compression: 6, h264: true },
};

export function useViewerSettings(): [ViewerSettings, (change: Partial<ViewerSettings>) => void] {
  const [settings, setSettings] = useState(() => readSettings(fromStorage()));
  const change = (changed: Partial<ViewerSettings>) => {
    const next = { ...settings, ...changed };
    setSettings(next);
    try {
      localStorage.setItem(KEY, JSON.stringify(next));
    } catch {
      // No storage (private window, full): the settings hold until the page is left.
    }
  };
  return [settings, change];
}

function fromStorage(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
