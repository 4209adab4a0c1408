#pragma once

namespace gatehouse::net {

// No delay (small records matter) and keep-alive probes, so that a peer that lost power is noticed within
// minutes.
void set_tcp_options(int socket);
// For a connection behind which nobody else watches: that is noticed within half a minute.
void expect_answers_soon(int socket);

}  // namespace gatehouse::net
