// The person at a machine, with a hand on its mouse: what they do at the consent window.
import assert from 'node:assert/strict';
import { eventually, sleep } from './process.mjs';

export function person(screen) {
  const xdotool = (...words) => screen.command('xdotool', words).then(({ stdout }) => stdout.trim());
  const find = async (name) => {
    const found = await xdotool('search', '--onlyvisible', '--name', `^${name}$`).catch(() => '');
    return found.split('\n')[0];
  };
  const geometry = async (id) => {
    const { stdout } = await screen.command('xwininfo', ['-id', id]);
    const number = (label) => Number(new RegExp(`${label}:\\s+(-?\\d+)`).exec(stdout)[1]);
    return { X: number('Absolute upper-left X'), Y: number('Absolute upper-left Y'), WIDTH: number('Width'), HEIGHT: number('Height') };
  };
  const question = (every) => eventually(() => find('Remote session'), 'nobody was asked', undefined, every);
  // Measured from the window's lower right corner.
  const buttons = { Accept: { x: 84, y: 42 }, Deny: { x: 218, y: 42 } };
  const place = async (button) => {
    const { X, Y, WIDTH, HEIGHT } = await geometry(await question());
    return { x: X + WIDTH - buttons[button].x, y: Y + HEIGHT - buttons[button].y };
  };
  const click = ({ x, y }) => xdotool('mousemove', `${x}`, `${y}`, 'click', '1');
  const elevation = () => eventually(() => find('Administrator.s rights'), 'nobody was asked about elevation');
  const chat = (viewer) => eventually(() => find(`Chat: ${viewer}`), 'there is no chat');
  const focus = async () => {
    const { X, Y } = await geometry(await question());
    await click({ x: X + 30, y: Y + 10 });
  };
  const switchPlace = async (permission) => {
    const bar = await find('Gatehouse');
    const { X, Y } = await geometry(bar);
    const place = ['hear_sound', 'keyboard', 'pointer'].indexOf(permission); // two in a row
    assert.ok(place >= 0);
    return { bar, x: X + 12 + (place % 2) * 278 + 20, y: Y + 46 + Math.floor(place / 2) * 30 + 15 };
  };
  return {
    question,
    noQuestion: () => eventually(async () => !(await find('Remote session')), 'the question is still there'),
    bar: () => eventually(() => find('Gatehouse'), 'there is no bar'),
    noBar: () => eventually(async () => !(await find('Gatehouse')), 'the bar is still there'),
    place,
    click,
    press: async (button) => click(await place(button)),
    focus,
    /** Turns a switch by the keyboard: they follow each other in the order of the permissions. */
    async turn(permission) {
      const order = ['view_screen', 'hear_sound', 'keyboard', 'pointer'];
      assert.ok(order.includes(permission));
      await sleep(900); // before, it takes no keyboard
      await focus();
      await xdotool('sleep', '0.3', 'key', '--delay', '40', ...order.slice(0, order.indexOf(permission) + 1).map(() => 'Tab'), 'space');
    },
    /** Names an administrator at the question about elevation, and allows it. */
    async elevate({ name, password }) {
      const { X, Y, WIDTH, HEIGHT } = await geometry(await elevation());
      await sleep(2500); // before, it takes no answer
      for (const [fromBelow, text] of [[149, name], [90, password]]) {
        await click({ x: X + 100, y: Y + HEIGHT - fromBelow });
        await xdotool('type', '--delay', '30', text);
      }
      await sleep(300);
      await click({ x: X + WIDTH - buttons.Accept.x, y: Y + HEIGHT - buttons.Accept.y });
    },
    /** The window in which the person and a viewer write to each other. */
    chat,
    /** What the person writes to a viewer. */
    async write(viewer, text) {
      const { X, Y, HEIGHT } = await geometry(await chat(viewer));
      await sleep(900); // before, it takes no keyboard
      await click({ x: X + 60, y: Y + HEIGHT - 30 });
      await sleep(1500); // the viewers' keys are held off first
      await xdotool('type', '--delay', '30', text);
      await xdotool('key', 'Return');
      await sleep(3000); // until they may be used again
    },
    async endAtBar() {
      const { X, Y, WIDTH } = await geometry(await find('Gatehouse'));
      await click({ x: X + WIDTH - 59, y: Y + 23 });
    },
    /** Opens the switches of the only session at the bar. */
    async openSwitches() {
      const { X, Y, WIDTH } = await geometry(await find('Gatehouse'));
      await click({ x: X + WIDTH - 173, y: Y + 23 });
      await eventually(async () => (await geometry(await find('Gatehouse'))).HEIGHT > 60, 'the switches did not open');
    },
    /** Presses a switch, also while a viewer holds a button: the X server gives every click to who was clicked first then, so the bar is told by itself. */
    async switchAtBar(permission) {
      const { bar, x, y } = await switchPlace(permission);
      await xdotool('mousemove', `${x}`, `${y}`, 'mouseup', '--window', bar, '1');
    },
    /** Switches something on again, with the second click that it takes. */
    async allowAtBar(permission) {
      await click(await switchPlace(permission));
      await sleep(1200); // before, it takes no click
      await click(await switchPlace(permission));
    },
    async kill() {
      const pid = Number(await xdotool('getwindowpid', (await find('Remote session')) || (await find('Gatehouse'))));
      assert.ok(pid > 1);
      process.kill(pid, 'SIGKILL');
    },
    async picture(name) {
      if (process.env.PICTURES) await screen.command('import', ['-window', 'root', `${process.env.PICTURES}/${name}.png`]);
    },
  };
}
