import { endingWords } from './endingWords';
import type { EndKey } from './reconnect';

export interface Ending {
  title: string;
  // What happened.
  text: string;
  // What to do about it.
  next: string;
  // Whether asking again can help; when not, the button is not offered.
  again: boolean;
  tone: 'calm' | 'trouble' | 'refused';
}

const HOW: Readonly<Record<EndKey, [again: Ending['again'], tone: Ending['tone']]>> = {
  ended_by_viewer: [true, 'calm'],
  ended_by_device: [true, 'calm'],
  ended_by_administrator: [true, 'refused'],
  declined: [true, 'refused'],
  no_answer: [true, 'trouble'],
  device_offline: [true, 'trouble'],
  device_lost: [true, 'trouble'],
  viewer_lost: [true, 'trouble'],
  display_lost: [true, 'trouble'],
  desktop_failed: [true, 'trouble'],
  not_permitted: [false, 'refused'],
  busy: [true, 'trouble'],
  protocol_error: [true, 'trouble'],
  appliance_stopping: [true, 'trouble'],
  timed_out: [true, 'trouble'],
  replaced: [true, 'calm'],
  unknown_device: [false, 'refused'],
  bad_token: [false, 'refused'],
  idle: [true, 'calm'],
  bad_ticket: [true, 'refused'],
  cloned: [false, 'trouble'],
  relay_lost: [true, 'trouble'],
  not_on_list: [false, 'refused'],
  dropped: [true, 'trouble'],
  gave_up: [true, 'trouble'],
  unreachable: [true, 'trouble'],
  signed_out: [false, 'refused'],
  unknown_machine: [false, 'refused'],
  device_key_changed: [false, 'refused'],
  outside_hours: [true, 'refused'],
  approval_over: [true, 'refused'],
  restarting: [true, 'calm'],
  refused: [true, 'trouble'],
  screen_failed: [true, 'trouble'],
  failed: [true, 'trouble'],
};

// What the last page of a visit says.
export function endingOf(end: EndKey): Ending {
  const [again, tone] = HOW[end];
  return { ...endingWords[end], again, tone };
}

// The headline while a broken session is fetched back.
export function brokenWords(cause: EndKey): string {
  return endingWords[cause].text;
}
