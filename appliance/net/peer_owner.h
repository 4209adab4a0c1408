// Which account a local TCP connection comes from: the kernel tells in /proc/net/tcp and tcp6.
#pragma once
#include <sys/types.h>

#include <istream>
#include <optional>
#include <string>

namespace gatehouse::net {

// Of the peer of a connected TCP socket. Nothing: it is not on this machine, or has closed its end already.
std::optional<uid_t> owner_of_peer(int socket);

// In a table of the kernel's form, the owner of the socket with these addresses, as they are written there
// ("0100007F:1F90"). For tests.
std::optional<uid_t> owner_in_table(std::istream& table, const std::string& local, const std::string& remote);

}  // namespace gatehouse::net
