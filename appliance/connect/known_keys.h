// The keys of machines that this account has reached before, in a file like ssh's known_hosts. One machine a line:
//
//   SERVER ID x25519 KEY     box.example:8443 123456789 x25519 (32 bytes, base64url)
//
// Lines that are none, and comments, are left as they are. Several programs may use the file at once.
#pragma once
#include <cstdint>
#include <string>

#include "appliance/base/result.h"
#include "appliance/seal/keys.h"

namespace gatehouse::connect {

class KnownKeys {
 public:
  // `path` lies in a directory that exists.
  explicit KnownKeys(std::string path) : path_(std::move(path)) {}

  enum class Verdict { same, first, changed };
  struct Answer {
    Verdict verdict = Verdict::first;
    std::string known_fingerprint;  // of the key that was known, when it changed
  };
  // Compares. `server` as HOST:PORT.
  Result<Answer> look_up(const std::string& server, std::uint64_t device, const seal::PublicKey& key) const;
  // The same once more, after the machine has proved that it holds the key; one that is met for the first time is
  // written down.
  Result<Answer> meet(const std::string& server, std::uint64_t device, const seal::PublicKey& key);
  // From now on `key` is the one, and no other.
  Result<void> accept(const std::string& server, std::uint64_t device, const seal::PublicKey& key);

  const std::string& path() const { return path_; }

 private:
  const std::string path_;
};

// Whether `typed` is this fingerprint; blanks, colons and case do not matter.
bool is_fingerprint(std::string_view typed, std::string_view fingerprint);

}  // namespace gatehouse::connect
