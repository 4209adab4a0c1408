#include "appliance/app/identity.h"

#include <sys/stat.h>

#include <algorithm>

#include "appliance/base/clock.h"
#include "appliance/base/files.h"
#include "appliance/base/log.h"
#include "appliance/base/secret.h"
#include "appliance/wire/server_names.h"

namespace gatehouse::app {
namespace {

constexpr std::size_t kPemCap = 256 * 1024;
constexpr int kServerDays = 397;  // the longest browsers accept
constexpr std::int64_t kRenewBefore = 30 * 86400;
constexpr std::int64_t kResumptionKeyAge = 6 * 3600;

Result<net::KeyAndCertificate> read_pair(const std::string& key_path, const std::string& certificate_path,
                                         FileKind kind = FileKind::own) {
  auto key = read_file(key_path, kPemCap, kind);
  if (!key) return key.error();
  auto certificate = read_file(certificate_path, kPemCap, kind);
  if (!certificate) return certificate.error();
  return net::KeyAndCertificate{*std::move(key), *std::move(certificate)};
}

Result<void> write_pair(const std::string& base, const net::KeyAndCertificate& pair) {
  if (auto ok = write_file_atomically(base + ".key", pair.key_pem, 0600); !ok) return ok;
  return write_file_atomically(base + ".crt", pair.certificate_pem, 0644);
}

bool still_good(const net::KeyAndCertificate& pair, const net::KeyAndCertificate& authority,
                const std::vector<std::string>& names, std::int64_t now) {
  const auto facts = net::describe(pair.certificate_pem), issuer = net::describe(authority.certificate_pem);
  if (!facts || !issuer || facts->issuer != issuer->subject || facts->not_before > now ||
      facts->not_after < now + kRenewBefore)
    return false;
  return std::all_of(names.begin(), names.end(), [&](const std::string& name) {
    return std::find(facts->names.begin(), facts->names.end(), name) != facts->names.end();
  });
}

// The file holds the key for new tickets and the one before. Losing it costs everybody one whole handshake.
Result<net::ResumptionKeys> load_resumption_keys(const std::string& path, std::int64_t now) {
  constexpr std::size_t kSize = net::ResumptionKeys::kSize;
  net::ResumptionKeys keys;
  std::int64_t age = 0;
  if (file_exists(path)) {
    const auto bytes = read_file(path, 2 * kSize);
    struct stat info {};
    if (!bytes || ::stat(path.c_str(), &info) != 0) return Error{"cannot read " + path};
    if (bytes->size() == 2 * kSize) keys = {bytes->substr(0, kSize), bytes->substr(kSize)};
    age = now - info.st_mtime;
  }
  const bool is_good = !keys.current.empty() && age >= 0 && age < kResumptionKeyAge;
  if (is_good) return keys;
  keys.previous = keys.current.empty() ? random_bytes(kSize) : keys.current;
  keys.current = random_bytes(kSize);
  if (auto written = write_file_atomically(path, keys.current + keys.previous, 0600); !written)
    return written.error();
  return keys;
}

}  // namespace

Result<Identity> Identity::load(const Options& options, std::int64_t now) {
  if (auto ok = make_private_directory(options.directory); !ok) return ok.error();
  Identity identity;
  identity.names_ = net::host_names();
  identity.extra_names_ = options.extra_names;
  for (const std::string& name : options.extra_names) {
    if (std::find(identity.names_.begin(), identity.names_.end(), name) == identity.names_.end()) {
      identity.names_.push_back(name);
    }
  }
  const std::string host = identity.names_.empty() ? "localhost" : identity.names_.front();

  auto authority = Authority::load(options.directory + "/authority", "Gatehouse authority of " + host, now);
  if (!authority) return authority.error();
  auto devices = Authority::load(options.directory + "/devices", "Gatehouse devices of " + host, now);
  if (!devices) return devices.error();
  identity.authority_ = *std::move(authority);
  identity.devices_ = *std::move(devices);

  auto resumption = load_resumption_keys(options.directory + "/resumption.key", now);
  if (!resumption) return resumption.error();
  identity.resumption_ = *std::move(resumption);

  std::vector<std::string> wanted = identity.names_;
  wanted.emplace_back(wire::kApplianceName);
  const std::string base = options.directory + "/server";
  bool good = false;
  if (file_exists(base + ".crt")) {
    auto pair = read_pair(base + ".key", base + ".crt");
    good = pair && still_good(*pair, identity.authority_.present(), wanted, now);
    if (good) identity.own_ = *std::move(pair);
  }
  if (!good) {
    auto issued = net::issue_server(identity.authority_.present(), wanted, now, kServerDays);
    if (!issued) return issued.error();
    if (auto ok = write_pair(base, *issued); !ok) return ok.error();
    identity.own_ = *std::move(issued);
    log::info("identity", "issued a server certificate for " + std::to_string(wanted.size()) + " names");
  }

  if (!options.certificate_path.empty()) {
    auto custom = read_pair(options.key_path, options.certificate_path, FileKind::foreign);
    if (!custom) return custom.error();
    identity.custom_ = *std::move(custom);
  }
  return identity;
}

net::ServerIdentity Identity::server_identity() const {
  // A new machine knows the authority by its fingerprint only: it is sent along. A browser may know a former one.
  const std::string chain = own_.certificate_pem + authority_.chain();
  const net::KeyAndCertificate own{own_.key_pem, authority_.has_former() ? chain : own_.certificate_pem};
  return {.browser = custom_.certificate_pem.empty() ? own : custom_,
          .agent = {own_.key_pem, chain},
          .device_ca_pem = devices_.all(),
          .resumption = resumption_,
          .names = all_names()};
}

std::vector<std::string> Identity::all_names() const {
  std::vector<std::string> names = names_;
  if (const auto facts = net::describe(custom_.certificate_pem))
    names.insert(names.end(), facts->names.begin(), facts->names.end());
  return names;
}

std::vector<std::string> Identity::given_names() const {
  std::vector<std::string> names = extra_names_;
  if (const auto facts = net::describe(custom_.certificate_pem))
    names.insert(names.end(), facts->names.begin(), facts->names.end());
  return names;
}

namespace {

// Made when it is not there. `from_pem` of what it is to be.
template <class Key>
Result<Key> load_signing_key(const std::string& path) {
  if (!file_exists(path)) {
    const Secret made(net::new_key_pem());
    if (auto ok = write_file_atomically(path, made.view(), 0600); !ok) return ok.error();
  }
  const auto pem = read_file(path, kPemCap);
  if (!pem) return pem.error();
  auto key = Key::from_pem(*pem);
  if (!key) return Error{path + ": " + key.error().message + ". Delete it, and a new one is made."};
  return key;
}

}  // namespace

Result<seal::TicketSigner> load_ticket_signer(const std::string& directory) {
  return load_signing_key<seal::TicketSigner>(directory + "/tickets.key");
}

Result<seal::SigningKey> load_audit_key(const std::string& directory) {
  return load_signing_key<seal::SigningKey>(directory + "/audit.key");
}

}  // namespace gatehouse::app
