import { inLanguage } from '../languages/inLanguage';
import type { EndKey } from './reconnect';

interface EndingWords {
  title: string;
  // What happened.
  text: string;
  // What to do about it.
  next: string;
}

// What the last page of a visit says.
export const endingWords: Readonly<Record<EndKey, EndingWords>> = inLanguage('endings', {
  ended_by_viewer: {
    title: 'You left the session',
    text: 'The connection to the machine is closed.',
    next: 'Connect again whenever you like.',
  },
  ended_by_device: {
    title: 'The session was ended at the machine',
    text: 'Somebody at the machine ended the session.',
    next: 'Talk to the person there before you connect again.',
  },
  ended_by_administrator: {
    title: 'Closed by administrator',
    text: 'The session was closed in the portal.',
    next: 'Ask your administrator if you still need the machine.',
  },
  declined: {
    title: 'The request was declined',
    text: 'The person at the machine said no, or did not answer the question.',
    next: 'Agree with them on a time, then connect again.',
  },
  no_answer: {
    title: 'The machine did not answer',
    text: 'The appliance called the machine, and nothing came back.',
    next: 'It may be very busy or just starting. Wait a moment, then try again.',
  },
  device_offline: {
    title: 'The machine is offline',
    text: 'The machine is not connected to the appliance.',
    next: 'Check that it is switched on, has a network connection and that Gatehouse runs on it.',
  },
  device_lost: {
    title: 'The machine went away',
    text: 'The connection between the machine and the appliance broke.',
    next: 'The machine may be restarting or have lost its network. Try again in a moment.',
  },
  viewer_lost: {
    title: 'Your connection broke',
    text: 'The appliance lost the connection to this browser.',
    next: 'Check your network, then connect again.',
  },
  display_lost: {
    title: 'The screen went away',
    text: 'The machine still runs, but its screen is gone. This happens when its graphical desktop stops or restarts.',
    next: 'Wait until the desktop is back, then connect again.',
  },
  desktop_failed: {
    title: 'Serving the screen failed',
    text: 'The part of Gatehouse that serves the screen of this machine stopped unexpectedly. The machine itself goes on.',
    next: 'Connect again: it is started anew. If it happens again, tell your administrator.',
  },
  not_permitted: {
    title: 'You may not do this',
    text: 'You are not allowed to use this machine, or not any more.',
    next: 'Ask your administrator if you need it.',
  },
  busy: {
    title: 'Too many sessions',
    text: 'The machine or the appliance has as many sessions as it can serve.',
    next: 'Wait until one of them ends, then try again.',
  },
  protocol_error: {
    title: 'The machine and this page do not understand each other',
    text: 'Something arrived that must not be sent, so the session was closed.',
    next: 'Load the page again: the appliance may have been updated. If that does not help, tell your administrator.',
  },
  appliance_stopping: {
    title: 'The appliance is going down',
    text: 'It is being stopped or restarted, and every session ends with it.',
    next: 'Try again in a minute.',
  },
  timed_out: {
    title: 'The connection fell silent',
    text: 'Nothing was heard for too long, so the session was closed.',
    next: 'Check your network, then connect again.',
  },
  replaced: {
    title: 'Another connection took over',
    text: 'A newer connection replaced this one.',
    next: 'Look at your other windows. Connecting here again takes it back.',
  },
  unknown_device: {
    title: 'The machine was removed',
    text: 'It was removed from the appliance, and every session with it has ended.',
    next: 'If you still need it, ask your administrator to add it again.',
  },
  bad_token: {
    title: 'The machine is not enrolled',
    text: 'Its enrollment token is wrong, used already or expired.',
    next: 'The machine has to be enrolled with a new token. Tell your administrator.',
  },
  idle: {
    title: 'The session was closed because nobody used it',
    text: 'There was no input for a long time.',
    next: 'Connect again to go on.',
  },
  bad_ticket: {
    title: 'The machine refused the ticket',
    text: 'The leave to call this machine, which the appliance signs for every session, did not hold there.',
    next: 'Connect again. If it happens again, check that the clocks of the appliance and the machine are right.',
  },
  cloned: {
    title: 'Two machines have one key',
    text: 'A copy of this machine’s disk is connected to the appliance.',
    next: 'Ask your administrator to enroll one of the two again.',
  },
  relay_lost: {
    title: 'The relay went away',
    text: 'The relay that carried this session lost its connection, or the machine could not reach it.',
    next: 'Connect again: the session then goes another way.',
  },
  not_on_list: {
    title: 'You are not on this machine’s access list',
    text: 'The machine lets only those ask whom its access list names, and refused before anybody there was asked.',
    next: 'Whoever looks after the machine can add you. Your ID and alias are on your profile page.',
  },
  dropped: {
    title: 'The connection broke',
    text: 'This browser lost the connection to the appliance.',
    next: 'Check your network, then connect again.',
  },
  gave_up: {
    title: 'The connection could not be restored',
    text: 'The session broke, and two minutes of trying did not bring it back.',
    next: 'Check your network and that the machine is switched on, then connect again.',
  },
  unreachable: {
    title: 'The appliance does not answer',
    text: 'This browser got no answer from the appliance.',
    next: 'Check your network, then try again.',
  },
  signed_out: {
    title: 'You are not signed in',
    text: 'Your login has ended, and with it the right to see the machine.',
    next: 'Sign in to go on.',
  },
  unknown_machine: {
    title: 'There is no such machine',
    text: 'There is no machine with this ID or alias.',
    next: 'Check the address. The list of machines shows all that you can reach.',
  },
  device_key_changed: {
    title: 'The machine has another key',
    text: 'Its key is not the one it had: either it was set up again, or another computer poses as it. Nothing was sent to it.',
    next: 'Somebody who may edit clients has to confirm the new key.',
  },
  outside_hours: {
    title: 'The machine is closed now',
    text: 'It can be reached in its opening hours only.',
    next: 'Connect again then, or ask somebody who may edit clients to change its hours.',
  },
  approval_over: {
    title: 'The approval is over',
    text: 'It ran out, or was taken back.',
    next: 'Connect again to ask for another one.',
  },
  restarting: {
    title: 'The machine restarts',
    text: 'The session ended because the machine restarts. That can take a few minutes.',
    next: 'Connect again when it is back.',
  },
  refused: {
    title: 'The appliance refused the request',
    text: 'It did not start a session.',
    next: 'Try again in a moment. If that does not help, tell your administrator.',
  },
  screen_failed: {
    title: 'The picture could not be shown',
    text: 'The machine sent a picture that this page could not read.',
    next: 'Connect again. If it happens again, try another browser and tell your administrator.',
  },
  failed: {
    title: 'Something went wrong in this page',
    text: 'The viewer stopped because of an error of its own.',
    next: 'Load the page again. If that does not help, tell your administrator.',
  },
});
