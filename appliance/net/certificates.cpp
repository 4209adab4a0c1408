#include "appliance/net/certificates.h"

#include <arpa/inet.h>
#include <mbedtls/ecp.h>
#include <mbedtls/oid.h>
#include <mbedtls/sha256.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>

#include "appliance/base/bytes.h"
#include "appliance/base/calendar.h"
#include "appliance/base/text.h"
#include "appliance/net/mbed_holder.h"
#include "appliance/net/tls_config.h"

namespace gatehouse::net {
namespace {

constexpr std::int64_t kDay = 24 * 3600;
// And one day backwards: browsers take no more than 398 from public CAs.
constexpr int kLongestServerDays = 396;

// YYYYMMDDhhmmss, UTC, as Mbed TLS wants it.
std::string asn1_time(std::int64_t unix_seconds) {
  const CalendarTime time = calendar_time(unix_seconds);
  std::array<char, 64> out{};
  const int size = std::snprintf(out.data(), out.size(), "%04d%02u%02u%02d%02d%02d", time.year, time.month,
                                 time.day, time.hour, time.minute, time.second);
  return {out.data(), static_cast<std::size_t>(size)};
}

// "CN=value" with what RFC 4514 makes special escaped.
std::string common_name(const std::string& value) {
  std::string out = "CN=";
  for (const char c : value) {
    if (std::string_view(",=+<>#;\"\\").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

Result<void> parse_key(MbedKey& key, const std::string& pem) {
  start_crypto();
  if (const int code = mbedtls_pk_parse_key(key.get(), reinterpret_cast<const unsigned char*>(pem.c_str()),
                                            pem.size() + 1, nullptr, 0, random_for_tls, nullptr))
    return tls_error("the private key can't be read", code);
  return {};
}

Result<void> parse_certificate(MbedCertificate& certificate, const std::string& pem) {
  start_crypto();
  if (const int code = mbedtls_x509_crt_parse(
          certificate.get(), reinterpret_cast<const unsigned char*>(pem.c_str()), pem.size() + 1))
    return tls_error("the certificate can't be read", code);
  return {};
}

enum class Purpose { authority, server, device };

struct Order {
  Purpose purpose;
  std::string subject;  // common name
  mbedtls_pk_context* subject_key;
  std::int64_t now;
  int days;
  std::vector<std::string> names;  // server only
};

// The list refers into `addresses` and the names given.
class AlternativeNames {
 public:
  explicit AlternativeNames(const std::vector<std::string>& names)
      : nodes_(names.size()), addresses_(names.size()) {
    // Mbed TLS writes the list from its end.
    for (std::size_t i = 0; i < names.size(); ++i) {
      fill(nodes_[i].node, names[names.size() - 1 - i], addresses_[i]);
      nodes_[i].next = i + 1 < names.size() ? &nodes_[i + 1] : nullptr;
    }
  }
  const mbedtls_x509_san_list* first() const { return nodes_.data(); }

 private:
  static void fill(mbedtls_x509_subject_alternative_name& node, const std::string& name,
                   std::array<unsigned char, 16>& address) {
    node.type = MBEDTLS_X509_SAN_IP_ADDRESS;
    if (inet_pton(AF_INET, name.c_str(), address.data()) == 1) {
      node.san.unstructured_name = {0, 4, address.data()};
    } else if (inet_pton(AF_INET6, name.c_str(), address.data()) == 1) {
      node.san.unstructured_name = {0, 16, address.data()};
    } else {
      node.type = MBEDTLS_X509_SAN_DNS_NAME;
      // Mbed TLS only reads it.
      node.san.unstructured_name = {0, name.size(),
                                    reinterpret_cast<unsigned char*>(const_cast<char*>(name.data()))};
    }
  }

  std::vector<mbedtls_x509_san_list> nodes_;
  std::vector<std::array<unsigned char, 16>> addresses_;
};

int write_purpose(mbedtls_x509write_cert* out, Purpose purpose) {
  const bool is_authority = purpose == Purpose::authority;
  int code = mbedtls_x509write_crt_set_basic_constraints(out, is_authority, -1);
  if (code == 0)
    code = mbedtls_x509write_crt_set_key_usage(
        out, is_authority ? MBEDTLS_X509_KU_KEY_CERT_SIGN | MBEDTLS_X509_KU_CRL_SIGN
                          : MBEDTLS_X509_KU_DIGITAL_SIGNATURE);
  if (code != 0 || is_authority) return code;
  mbedtls_asn1_sequence usage{};
  usage.buf.tag = MBEDTLS_ASN1_OID;
  const std::string_view oid = purpose == Purpose::server ? std::string_view(MBEDTLS_OID_SERVER_AUTH)
                                                          : std::string_view(MBEDTLS_OID_CLIENT_AUTH);
  usage.buf.p = reinterpret_cast<unsigned char*>(const_cast<char*>(oid.data()));
  usage.buf.len = oid.size();
  return mbedtls_x509write_crt_set_ext_key_usage(out, &usage);
}

// Random, positive, 127 bits: nobody can foresee what is signed (RFC 5280 section 4.1.2.2).
std::string new_serial() {
  std::string serial = random_bytes(16);
  serial[0] = static_cast<char>((serial[0] & 0x3f) | 0x40);
  return serial;
}

Result<std::string> write_certificate(const Order& order, const std::string& issuer,
                                      mbedtls_pk_context* issuer_key) {
  MbedCertificateWriter out;
  std::string serial = new_serial();
  const std::string subject = common_name(order.subject);
  const AlternativeNames names(order.names);
  mbedtls_x509write_crt_set_version(out.get(), MBEDTLS_X509_CRT_VERSION_3);
  mbedtls_x509write_crt_set_md_alg(out.get(), MBEDTLS_MD_SHA256);
  mbedtls_x509write_crt_set_subject_key(out.get(), order.subject_key);
  mbedtls_x509write_crt_set_issuer_key(out.get(), issuer_key);
  std::array<unsigned char, 8192> pem{};
  int code = mbedtls_x509write_crt_set_serial_raw(out.get(), reinterpret_cast<unsigned char*>(serial.data()),
                                                  serial.size());
  if (code == 0) code = mbedtls_x509write_crt_set_subject_name(out.get(), subject.c_str());
  if (code == 0) code = mbedtls_x509write_crt_set_issuer_name(out.get(), issuer.c_str());
  // A day back: clocks without a battery start in the past.
  if (code == 0)
    code = mbedtls_x509write_crt_set_validity(out.get(), asn1_time(order.now - kDay).c_str(),
                                              asn1_time(order.now + order.days * kDay).c_str());
  if (code == 0) code = write_purpose(out.get(), order.purpose);
  if (code == 0 && !order.names.empty())
    code = mbedtls_x509write_crt_set_subject_alternative_name(out.get(), names.first());
  if (code == 0) code = mbedtls_x509write_crt_set_subject_key_identifier(out.get());
  if (code == 0) code = mbedtls_x509write_crt_set_authority_key_identifier(out.get());
  if (code == 0) code = mbedtls_x509write_crt_pem(out.get(), pem.data(), pem.size(), random_for_tls, nullptr);
  if (code != 0) return tls_error("the certificate can't be made", code);
  return std::string(reinterpret_cast<const char*>(pem.data()));
}

Result<std::string> sign_with(const KeyAndCertificate& authority, const Order& order) {
  MbedKey key;
  if (auto parsed = parse_key(key, authority.key_pem); !parsed) return parsed.error();
  auto facts = describe(authority.certificate_pem);
  if (!facts) return facts.error();
  return write_certificate(order, common_name(facts->subject), key.get());
}

// Mbed TLS parses requests but does not check them.
bool signed_by_its_own_key(MbedRequest& request) {
  std::array<unsigned char, 32> digest{};
  if (request->MBEDTLS_PRIVATE(sig_md) != MBEDTLS_MD_SHA256) return false;
  if (mbedtls_sha256(request->cri.p, request->cri.len, digest.data(), 0) != 0) return false;
  return mbedtls_pk_verify(&request->pk, MBEDTLS_MD_SHA256, digest.data(), digest.size(),
                           request->MBEDTLS_PRIVATE(sig).p, request->MBEDTLS_PRIVATE(sig).len) == 0;
}

bool is_p256(const mbedtls_pk_context& key) {
  return mbedtls_pk_can_do(&key, MBEDTLS_PK_ECKEY) != 0 &&
         mbedtls_ecp_keypair_get_group_id(mbedtls_pk_ec(key)) == MBEDTLS_ECP_DP_SECP256R1;
}

Result<void> parse_request(MbedRequest& request, const std::string& pem) {
  start_crypto();
  if (const int code = mbedtls_x509_csr_parse(
          request.get(), reinterpret_cast<const unsigned char*>(pem.c_str()), pem.size() + 1))
    return tls_error("the certificate request can't be read", code);
  if (!is_p256(request->pk)) return Error{"the certificate request must be for a P-256 key"};
  if (!signed_by_its_own_key(request)) return Error{"the certificate request is not signed by its own key"};
  return {};
}

std::string sha256_hex(const mbedtls_x509_buf& der) {
  std::array<unsigned char, 32> digest{};
  mbedtls_sha256(der.p, der.len, digest.data(), 0);
  return hex(as_text(digest));
}

}  // namespace

std::string new_key_pem() {
  start_crypto();
  MbedKey key;
  std::array<unsigned char, 512> pem{};
  int code = mbedtls_pk_setup(key.get(), mbedtls_pk_info_from_type(MBEDTLS_PK_ECKEY));
  if (code == 0)
    code = mbedtls_ecp_gen_key(MBEDTLS_ECP_DP_SECP256R1, mbedtls_pk_ec(*key.get()), random_for_tls, nullptr);
  if (code == 0) code = mbedtls_pk_write_key_pem(key.get(), pem.data(), pem.size());
  GH_ASSERT(code == 0);  // only memory or randomness can be missing
  std::string out(reinterpret_cast<const char*>(pem.data()));
  wipe(pem.data(), pem.size());
  return out;
}

Result<KeyAndCertificate> new_authority(const std::string& name, std::int64_t now, int days) {
  KeyAndCertificate made{new_key_pem(), {}};
  MbedKey key;
  if (auto parsed = parse_key(key, made.key_pem); !parsed) return parsed.error();
  auto pem =
      write_certificate({Purpose::authority, name, key.get(), now, days, {}}, common_name(name), key.get());
  if (!pem) return pem.error();
  made.certificate_pem = std::move(*pem);
  return made;
}

Result<std::string> vouch_for(const KeyAndCertificate& authority, const std::string& successor_pem) {
  MbedCertificate successor;
  if (auto parsed = parse_certificate(successor, successor_pem); !parsed) return parsed.error();
  const auto facts = describe(successor_pem), own = describe(authority.certificate_pem);
  if (!facts) return facts.error();
  if (!own) return own.error();
  const std::int64_t from = own->not_before + kDay;
  return sign_with(authority, {Purpose::authority,
                               facts->subject,
                               &successor->pk,
                               from,
                               static_cast<int>((own->not_after - from) / kDay),
                               {}});
}

Result<KeyAndCertificate> issue_server(const KeyAndCertificate& authority,
                                       const std::vector<std::string>& names, std::int64_t now, int days) {
  if (names.empty()) return Error{"a server certificate needs at least one name"};
  KeyAndCertificate made{new_key_pem(), {}};
  MbedKey key;
  if (auto parsed = parse_key(key, made.key_pem); !parsed) return parsed.error();
  const std::string subject = names.front().substr(0, 64);
  auto pem = sign_with(authority,
                       {Purpose::server, subject, key.get(), now, std::min(days, kLongestServerDays), names});
  if (!pem) return pem.error();
  made.certificate_pem = std::move(*pem);
  return made;
}

Result<std::string> new_request(const std::string& key_pem) {
  MbedKey key;
  if (auto parsed = parse_key(key, key_pem); !parsed) return parsed.error();
  MbedRequestWriter out;
  mbedtls_x509write_csr_set_md_alg(out.get(), MBEDTLS_MD_SHA256);
  mbedtls_x509write_csr_set_key(out.get(), key.get());
  std::array<unsigned char, 2048> pem{};
  int code = mbedtls_x509write_csr_set_subject_name(out.get(), "CN=gatehouse-agent");
  if (code == 0) code = mbedtls_x509write_csr_pem(out.get(), pem.data(), pem.size(), random_for_tls, nullptr);
  if (code != 0) return tls_error("the certificate request can't be made", code);
  return std::string(reinterpret_cast<const char*>(pem.data()));
}

Result<std::string> issue_device(const KeyAndCertificate& authority, const std::string& request_pem,
                                 const std::string& device_id, std::int64_t now, int days) {
  MbedRequest request;
  if (auto parsed = parse_request(request, request_pem); !parsed) return parsed.error();
  return sign_with(authority, {Purpose::device, device_id, &request->pk, now, days, {}});
}

Result<std::string> issue_server_for(const KeyAndCertificate& authority, const std::string& request_pem,
                                     const std::vector<std::string>& names, std::int64_t now, int days) {
  if (names.empty()) return Error{"a server certificate needs at least one name"};
  MbedRequest request;
  if (auto parsed = parse_request(request, request_pem); !parsed) return parsed.error();
  return sign_with(authority, {Purpose::server, names.front().substr(0, 64), &request->pk, now, days, names});
}

Result<std::string> fingerprint(const std::string& certificate_pem) {
  MbedCertificate certificate;
  if (auto parsed = parse_certificate(certificate, certificate_pem); !parsed) return parsed.error();
  return sha256_hex(certificate->raw);
}

Result<std::string> key_fingerprint(const std::string& certificate_pem) {
  MbedCertificate certificate;
  if (auto parsed = parse_certificate(certificate, certificate_pem); !parsed) return parsed.error();
  return sha256_hex(certificate->pk_raw);
}

Result<std::string> request_key_fingerprint(const std::string& request_pem) {
  MbedRequest request;
  if (auto parsed = parse_request(request, request_pem); !parsed) return parsed.error();
  std::array<unsigned char, 256> der{};  // of a P-256 key: 91 bytes, at the end
  const int size = mbedtls_pk_write_pubkey_der(&request->pk, der.data(), der.size());
  if (size < 0) return tls_error("the key of the certificate request can't be read", size);
  const auto length = static_cast<std::size_t>(size);
  return sha256_hex({MBEDTLS_ASN1_SEQUENCE, length, der.data() + der.size() - length});
}

Result<void> check_pair(const std::string& key_pem, const std::string& certificate_pem) {
  MbedKey key;
  MbedCertificate certificate;
  if (auto parsed = parse_key(key, key_pem); !parsed) return parsed;
  if (auto parsed = parse_certificate(certificate, certificate_pem); !parsed) return parsed;
  if (mbedtls_pk_check_pair(&certificate->pk, key.get(), random_for_tls, nullptr) != 0)
    return Error{"the certificate and the private key do not belong together"};
  return {};
}

namespace {

std::int64_t unix_time(const mbedtls_x509_time& time) {
  return unix_seconds({time.year, static_cast<unsigned>(time.mon), static_cast<unsigned>(time.day), time.hour,
                       time.min, time.sec});
}

// The common name, or the whole name in Mbed TLS's notation where there is none.
std::string name_of(const mbedtls_x509_name& name) {
  for (const mbedtls_x509_name* part = &name; part != nullptr; part = part->next) {
    if (MBEDTLS_OID_CMP(MBEDTLS_OID_AT_CN, &part->oid) == 0)
      return std::string(as_text({part->val.p, part->val.len}));
  }
  std::array<char, 512> text{};
  mbedtls_x509_dn_gets(text.data(), text.size(), &name);
  return text.data();
}

std::string alternative_name(const mbedtls_x509_buf& raw) {
  const std::string_view bytes = as_text({raw.p, raw.len});
  const int kind = raw.tag & MBEDTLS_ASN1_TAG_VALUE_MASK;
  if (kind == MBEDTLS_X509_SAN_DNS_NAME) return std::string(bytes);
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (kind != MBEDTLS_X509_SAN_IP_ADDRESS || (raw.len != 4 && raw.len != 16)) return {};
  return inet_ntop(raw.len == 4 ? AF_INET : AF_INET6, raw.p, text.data(), text.size());
}

}  // namespace

Result<CertificateFacts> describe(const std::string& certificate_pem) {
  MbedCertificate certificate;
  if (auto parsed = parse_certificate(certificate, certificate_pem); !parsed) return parsed.error();
  CertificateFacts facts{name_of(certificate->subject),
                         name_of(certificate->issuer),
                         unix_time(certificate->valid_from),
                         unix_time(certificate->valid_to),
                         {}};
  for (const mbedtls_x509_sequence* name = &certificate->subject_alt_names; name != nullptr;
       name = name->next) {
    if (std::string text = alternative_name(name->buf); !text.empty()) facts.names.push_back(std::move(text));
  }
  return facts;
}

}  // namespace gatehouse::net
