#pragma once

namespace gatehouse::net {

// No delay (small records matter) and keep-alive probes, so that a peer that lost power is noticed within
// minutes.
void set_tcp_options(int socket);

}  // namespace gatehouse::net
