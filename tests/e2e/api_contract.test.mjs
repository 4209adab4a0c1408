// The API as the document describes it: every operation is asked for what it is for and for what it refuses, and every answer
// must be one that the document declares. One appliance goes through all of it, so the steps have this order.
import './contract/account.mjs';
import './contract/machines.mjs';
import './contract/people.mjs';
import './contract/organizations.mjs';
import './contract/refusals.mjs';
