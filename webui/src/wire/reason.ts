// Why a session is over: the numbers of PROTOCOL.md, Reasons, and the names the API uses for them.
const NAMES = [
  'none',
  'ended_by_viewer',
  'ended_by_device',
  'ended_by_administrator',
  'declined',
  'no_answer',
  'device_offline',
  'device_lost',
  'viewer_lost',
  'display_lost',
  'desktop_failed',
  'not_permitted',
  'busy',
  'protocol_error',
  'appliance_stopping',
  'timed_out',
  'replaced',
  'unknown_device',
  'bad_token',
  'idle',
  'bad_ticket',
  'cloned',
  'relay_lost',
  'not_on_list',
  'outside_hours',
  'approval_over',
  'restarting',
] as const;

export type CloseReason = Exclude<(typeof NAMES)[number], 'none'>;

export const CLOSE_REASONS: readonly CloseReason[] = NAMES.filter((name) => name !== 'none');

// Nothing: no such reason, or `none`, which ends nothing.
export function closeReasonFrom(value: number): CloseReason | undefined {
  const name = NAMES[value];
  return name === 'none' ? undefined : name;
}

export function closeReasonNumber(reason: CloseReason): number {
  return NAMES.indexOf(reason);
}

// WebSocket close codes carry the reason in the private range (RFC 6455, 7.4.2).
const CODE_BASE = 4000;

export function closeReasonFromCode(code: number): CloseReason | undefined {
  return closeReasonFrom(code - CODE_BASE);
}

export function closeCode(reason: CloseReason): number {
  return CODE_BASE + closeReasonNumber(reason);
}
