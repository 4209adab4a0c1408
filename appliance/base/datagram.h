// Messages between two of our processes: datagrams of a SOCK_SEQPACKET pair, with a descriptor along where there is one. What
// was sent or received is wiped, for there may be a password in it.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "appliance/base/bytes.h"
#include "appliance/base/result.h"
#include "appliance/base/secret.h"
#include "appliance/base/unique_fd.h"

namespace gatehouse {

struct Datagram {
  Bytes bytes;
  UniqueFd fd;

  Datagram() = default;
  explicit Datagram(Bytes content) : bytes(std::move(content)) {}
  Datagram(Datagram&&) noexcept = default;
  Datagram& operator=(Datagram&&) = delete;
  ~Datagram() { wipe(bytes.data(), bytes.size()); }
};

// Both ends, ours non-blocking. `whom`: for errors, "the desktop worker".
Result<std::pair<UniqueFd, UniqueFd>> datagram_pair(const std::string& whom);

// Does not wait; an error says that the other side is gone or does not read. `fd` stays the caller's; -1: none.
Result<void> send(int socket, const Datagram& datagram, const std::string& whom, int fd = -1);
// Nothing: the other side is gone. Waits only if the socket does; then, on a non-blocking one, `would_block` is set and there is
// nothing either. One longer than `cap` bytes is an error.
Result<std::optional<Datagram>> receive(int socket, std::size_t cap, const std::string& whom,
                                        bool& would_block);

}  // namespace gatehouse
