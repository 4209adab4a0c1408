import type { ApiError } from '../api/problem';
import type { EndKey } from './reconnect';

// What it means for a visit that the appliance said no.
export function endFor({ status, code }: ApiError): EndKey {
  if (code === 'device_key_changed' || code === 'outside_hours') return code;
  if (status === 401) return 'signed_out';
  if (status === 403) return 'not_permitted';
  if (status === 404) return 'unknown_machine';
  if (status === 409) return 'device_offline';
  if (status === 429 || status === 503) return 'busy';
  return 'refused';
}
