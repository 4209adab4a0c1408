// H.264 as a machine sends it, made by ffmpeg: constrained baseline, no picture waits for another, BT.601 with the full range.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';

const BT601 = ['fullrange=on', 'colormatrix=smpte170m'];
const NAMED = [...BT601, 'colorprim=bt709', 'transfer=iec61966-2-1'];
/** Without primaries and transfer Chromium believes none of it. */
export const HALF_NAMED = BT601;

/** Pictures as access units in Annex B. `frames`: RGB, three bytes a pixel; `quality`: less is better; `colors`: what the stream says of them. */
export function encodeVideo(frames, { width, height, slices = 1, quality = 12, colors = NAMED }) {
  const settings = ['repeat-headers=1', 'aud=0', `slices=${slices}`, 'keyint=infinite', 'scenecut=0', ...colors];
  const { stdout, stderr, status } = spawnSync(
    'ffmpeg',
    [
      '-hide_banner', '-loglevel', 'error', '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-s', `${width}x${height}`, '-r', '60', '-i', '-',
      '-vf', 'scale=out_color_matrix=bt601:out_range=full:flags=accurate_rnd,format=yuvj420p', '-c:v', 'libx264', '-preset', 'ultrafast',
      '-tune', 'zerolatency', '-profile:v', 'baseline', '-threads', '1', '-qp', String(quality), '-x264-params', settings.join(':'), '-f', 'h264', '-',
    ],
    { input: Buffer.concat(frames), maxBuffer: 1 << 30 },
  );
  assert.equal(status, 0, stderr?.toString());
  const units = splitUnits(stdout);
  assert.equal(units.length, frames.length);
  return units;
}

/** The number of slices of a unit. */
export const countSlices = (unit) => nalUnits(unit).filter(({ type }) => type === 1 || type === 5).length;

function splitUnits(stream) {
  const starts = [0];
  let hasSlice = false;
  for (const { at, type, isFirst } of nalUnits(stream)) {
    const isSlice = type === 1 || type === 5;
    if (hasSlice && (!isSlice || isFirst)) {
      starts.push(at);
      hasSlice = false;
    }
    hasSlice ||= isSlice;
  }
  return starts.map((at, index) => stream.subarray(at, starts[index + 1]));
}

function nalUnits(bytes) {
  const found = [];
  for (let at = bytes.indexOf('000001', 0, 'hex'); at >= 0; at = bytes.indexOf('000001', at + 3, 'hex')) {
    // first_mb_in_slice, the first thing in a slice, is 0: a single bit.
    found.push({ at: at > 0 && bytes[at - 1] === 0 ? at - 1 : at, type: bytes[at + 3] & 31, isFirst: (bytes[at + 4] & 128) !== 0 });
  }
  return found;
}
