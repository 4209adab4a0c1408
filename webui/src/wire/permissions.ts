// What the machine lets this viewer do (PROTOCOL.md, Permissions). It enforces them itself; here they only explain.
export interface Permissions {
  viewScreen: boolean;
  keyboard: boolean;
  pointer: boolean;
  clipboardToMachine: boolean;
  clipboardFromMachine: boolean;
  resizeScreen: boolean;
  hearSound: boolean;
  elevation: boolean;
}

// Those above, by their bits. Others are ignored: no viewer of this version can do what they allow.
export function permissionsFrom(bits: number): Permissions {
  const has = (bit: number) => (bits & (1 << bit)) !== 0;
  return {
    viewScreen: has(0),
    keyboard: has(1),
    pointer: has(2),
    clipboardToMachine: has(3),
    clipboardFromMachine: has(4),
    resizeScreen: has(5),
    hearSound: has(6),
    elevation: has(20),
  };
}
