#include "appliance/app/authority.h"

#include <algorithm>
#include <cstdio>

#include "appliance/base/clock.h"
#include "appliance/base/files.h"
#include "appliance/base/log.h"
#include "appliance/base/secret.h"
#include "appliance/base/text.h"

namespace gatehouse::app {
namespace {

constexpr std::size_t kPemCap = 256 * 1024;
constexpr int kDays = 3650;
constexpr std::int64_t kSuccessorBefore = 1217 * 86400LL;  // a third of kDays

// Certificate files are written last, so a key without its certificate is a first start that was cut off.
Result<void> write_pair(const std::string& base, const net::KeyAndCertificate& pair) {
  if (auto ok = write_file_atomically(base + ".key", pair.key_pem, 0600); !ok) return ok;
  return write_file_atomically(base + ".crt", pair.certificate_pem, 0644);
}

Result<std::string> read_if_there(const std::string& path) {
  return file_exists(path) ? read_file(path, kPemCap) : std::string();
}

Result<net::KeyAndCertificate> read_pair(const std::string& base) {
  auto key = read_file(base + ".key", kPemCap);
  if (!key) return key.error();
  auto certificate = read_file(base + ".crt", kPemCap);
  if (!certificate) return certificate.error();
  return net::KeyAndCertificate{*std::move(key), *std::move(certificate)};
}

Result<void> rename_if_there(const std::string& from, const std::string& to) {
  if (!file_exists(from)) return {};
  if (std::rename(from.c_str(), to.c_str()) != 0) return errno_error("cannot replace " + to);
  return {};
}

// Cut off anywhere, it is finished the next time: the successor's certificate goes last.
Result<void> take_successor(const std::string& base) {
  if (!file_exists(base + "-next.crt")) return {};
  for (const char* file : {".key", "-former.crt", ".crt"}) {
    if (auto ok = rename_if_there(base + "-next" + file, base + file); !ok) return ok;
  }
  log::info("identity", "a new authority signs from now on: " + base + ".crt");
  return {};
}

}  // namespace

Term lasting(std::int64_t now, int days) {
  const std::int64_t from = std::min(now, kThisVersion);
  return {from, days + static_cast<int>((std::max(now, kThisVersion) - from) / 86400)};
}

Result<Authority> Authority::read(const std::string& base, std::int64_t now) {
  Authority authority;
  auto present = read_pair(base);
  if (!present) return present.error();
  const auto former = read_if_there(base + "-former.crt");
  if (!former) return former.error();
  authority.present_ = *std::move(present);
  authority.former_ = parse_former(*former, now);
  return authority;
}

Result<Authority> Authority::load(const std::string& base, const std::string& name, std::int64_t now) {
  if (auto taken = take_successor(base); !taken) return taken.error();
  if (!file_exists(base + ".crt")) {
    const Term term = lasting(now, kDays);
    const auto made = net::new_authority(name, term.from, term.days);
    if (!made) return made.error();
    if (auto ok = write_pair(base, *made); !ok) return ok.error();
  }
  auto authority = read(base, now);
  if (!authority) return authority;
  const auto facts = net::describe(authority->present_.certificate_pem);
  if (!facts) return Error{base + ".crt: " + facts.error().message};
  if (facts->not_after - now >= kSuccessorBefore) return authority;
  if (auto ordered = order_successor(base, now); !ordered) return ordered.error();
  if (auto taken = take_successor(base); !taken) return taken.error();
  return read(base, now);
}

Result<void> Authority::order_successor(const std::string& base, std::int64_t now) {
  const auto authority = read(base, now);
  if (!authority) return authority.error();
  const auto facts = net::describe(authority->present_.certificate_pem);
  if (!facts) return Error{base + ".crt: " + facts.error().message};
  // Another name, so that nobody takes one for the other.
  const std::string name = facts->subject.substr(0, facts->subject.find(", ")) + ", " + hex(random_bytes(3));
  const Term term = lasting(now, kDays);
  const auto next = net::new_authority(name, term.from, term.days);
  if (!next) return next.error();
  const auto vouched = net::vouch_for(authority->present_, next->certificate_pem);
  if (!vouched) return vouched.error();
  std::string former = *vouched + authority->present_.certificate_pem;
  for (const Former& older : authority->former_) former += older.successor_vouched + older.own;
  if (auto ok = write_file_atomically(base + "-next-former.crt", former, 0644); !ok) return ok;
  return write_pair(base + "-next", *next);
}

std::string Authority::chain() const {
  if (former_.empty()) return present_.certificate_pem;
  std::string pem;
  for (const Former& one : former_) pem += one.successor_vouched;
  return pem + anchor();
}

std::string Authority::all() const {
  std::string pem = present_.certificate_pem;
  for (const Former& one : former_) pem += one.own;
  return pem;
}

std::vector<Authority::Former> Authority::parse_former(const std::string& pem, std::int64_t now) {
  constexpr std::string_view kEnd = "-----END CERTIFICATE-----\n";
  std::vector<std::string> certificates;
  for (std::size_t from = 0, end = 0; (end = pem.find(kEnd, from)) != std::string::npos;) {
    end += kEnd.size();
    certificates.push_back(pem.substr(from, end - from));
    from = end;
  }
  std::vector<Former> former;
  for (std::size_t i = 0; i + 1 < certificates.size(); i += 2) {
    const auto facts = net::describe(certificates[i + 1]);
    if (!facts || facts->not_after <= now) break;
    former.push_back({certificates[i], certificates[i + 1]});
  }
  return former;
}

}  // namespace gatehouse::app
