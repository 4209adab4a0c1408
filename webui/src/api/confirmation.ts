// Before something that can't be undone, or widens rights, the appliance wants to see again who is there
// (confirmation_wanted). Whoever shows pages to somebody who is signed in registers the dialog that asks.
export type Asker = () => Promise<boolean>;

let asker: Asker | undefined;
let asked: Promise<boolean> | undefined;

export function registerAsker(next: Asker | undefined): void {
  asker = next;
}

// True when somebody has shown who they are. Several requests at once ask once.
export function askConfirmation(): Promise<boolean> {
  asked ??= (asker?.() ?? Promise.resolve(false)).finally(() => {
    asked = undefined;
  });
  return asked;
}

export async function wantsConfirmation(response: Response): Promise<boolean> {
  if (response.status !== 403) return false;
  try {
    const problem: unknown = await response.clone().json();
    return typeof problem === 'object' && problem !== null && 'code' in problem && problem.code === 'confirmation_wanted';
  } catch {
    return false;
  }
}
