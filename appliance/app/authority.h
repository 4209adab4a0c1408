// A certificate authority in files, and how it gives way to its successor without anybody noticing:
//
//   BASE.key (0600), BASE.crt   who signs
//   BASE-former.crt             who signed before, newest first: for each one a certificate in which it vouches for its
//                               successor (RFC 4210 4.4: "new with old"), and its own
//   BASE-next.{key,crt}, BASE-next-former.crt   a successor that was ordered and not taken yet; the .crt comes last
//
// Whoever knows a former authority verifies what the present one signed through the chain, until the former one ends.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "appliance/base/result.h"
#include "appliance/net/certificates.h"

namespace gatehouse::app {

// From when, and how long, a certificate is made that no first start with a wrong clock may spoil: a machine
// without a battery begins in the past. It is valid at this version's time as well as `days` after `now`.
struct Term {
  std::int64_t from;
  int days;
};
Term lasting(std::int64_t now, int days);

class Authority {
 public:
  // Makes what is missing, takes a successor that was ordered, and orders and takes one itself when a third of the
  // time is left. `name`: common name of a new one.
  static Result<Authority> load(const std::string& base, const std::string& name, std::int64_t now);
  // Only reads, for who looks at a data directory that another process uses.
  static Result<Authority> read(const std::string& base, std::int64_t now);
  // Makes a successor, which the next load() takes.
  static Result<void> order_successor(const std::string& base, std::int64_t now);

  const net::KeyAndCertificate& present() const { return present_; }
  // What is sent behind a certificate that the present one signed: up to the authority that verifiers of all times
  // know. PEM.
  std::string chain() const;
  // The last certificate of chain(): by which somebody new is to know us.
  const std::string& anchor() const {
    return former_.empty() ? present_.certificate_pem : former_.back().own;
  }
  bool has_former() const { return !former_.empty(); }
  // Present and former ones, each of which may be trusted. PEM.
  std::string all() const;

 private:
  struct Former {
    std::string successor_vouched, own;  // PEM
  };
  static std::vector<Former> parse_former(const std::string& pem, std::int64_t now);

  net::KeyAndCertificate present_;
  std::vector<Former> former_;  // that are still valid
};

}  // namespace gatehouse::app
