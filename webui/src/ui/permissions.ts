import type { Session } from '../api/client';
import { inLanguage } from '../languages/inLanguage';

export type Permission = Session['permissions'][number];

// In the order in which lists have them.
export const names: Readonly<Record<Permission, string>> = inLanguage('permissions', {
  view_screen: 'see the screen',
  keyboard: 'keyboard',
  pointer: 'mouse',
  clipboard_to_device: 'clipboard to the machine',
  clipboard_from_device: 'clipboard from the machine',
  resize_screen: 'change the screen’s size',
  hear_sound: 'hear sound',
  file_transfer: 'file manager',
  clipboard_files: 'files by the clipboard',
  lock_desktop: 'lock the desktop',
  block_input: 'block local input',
  restart: 'restart the machine',
  secure_attention: 'Ctrl+Alt+Del',
  privacy: 'privacy mode',
  record: 'record the session',
  tcp_tunnel: 'TCP tunnels',
  vpn: 'VPN',
  whiteboard: 'whiteboard',
  pointer_shown: 'show where I point',
  system_information: 'system information',
  elevation: 'administrator’s rights',
});

// What this version can do (x-gatehouse-unavailable in the API's description has the others).
const able: readonly Permission[] = [
  'view_screen', 'keyboard', 'pointer', 'clipboard_to_device', 'clipboard_from_device', 'resize_screen', 'hear_sound', 'elevation',
];
const all = Object.keys(names) as Permission[];

export const available: readonly Permission[] = all.filter((name) => able.includes(name));
export const unavailable: readonly Permission[] = all.filter((name) => !able.includes(name));

export const listed = (permissions: readonly Permission[]): string => permissions.map((name) => names[name]).join(', ');
