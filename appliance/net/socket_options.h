#pragma once

namespace gatehouse::net {

// No delay (small records matter), keep-alive probes and a time for what is sent to be taken, so that a peer that lost
// power, or takes nothing of what is sent, is let go within minutes.
void set_tcp_options(int socket);
// For a connection behind which nobody else watches: within half a minute.
void expect_answers_soon(int socket);

}  // namespace gatehouse::net
