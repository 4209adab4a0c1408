// A connection to a server that only takes bytes, over TCP or TLS; by libcurl, which looks up names and verifies
// certificates. One thread, which waits.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "appliance/base/result.h"

namespace gatehouse::fetch {

struct ByteServer {
  std::string host;  // a name or an address; IPv6 without brackets
  int port = 0;
  bool tls = true;
  std::string authority_pem;  // the only authority to trust; empty: those of this system
};

class ByteLink {
 public:
  // 10 s to connect. `stopping` is asked about once a second; when it says so, this and send() fail soon.
  static Result<std::unique_ptr<ByteLink>> connect(const ByteServer& server, std::function<bool()> stopping);
  ~ByteLink();
  ByteLink(const ByteLink&) = delete;
  ByteLink& operator=(const ByteLink&) = delete;

  // All of it is on its way; 10 s for the peer to take more. After an error the link is of no use.
  Result<void> send(std::string_view bytes);
  // Has the peer not ended the connection? Bytes that it sends are dropped.
  bool alive();

 private:
  struct Parts;
  explicit ByteLink(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace gatehouse::fetch
