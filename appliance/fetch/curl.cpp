#include "appliance/fetch/curl.h"

#include "appliance/base/text.h"

namespace gatehouse::fetch {
namespace {

// Where Debian keeps the authorities of the system.
constexpr const char* kSystemAuthorities = "/etc/ssl/certs/ca-certificates.crt";

}  // namespace

Handle new_handle() {
  static const CURLcode status = curl_global_init(CURL_GLOBAL_DEFAULT);
  GH_ASSERT(status == CURLE_OK);
  Handle handle(curl_easy_init());
  GH_ASSERT(handle != nullptr);
  return handle;
}

void set_trust(CURL* handle, const std::string& authority_pem) {
  set(handle, CURLOPT_SSL_VERIFYPEER, 1L);
  set(handle, CURLOPT_SSL_VERIFYHOST, 2L);
  set(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (authority_pem.empty()) return set(handle, CURLOPT_CAINFO, kSystemAuthorities);
  curl_blob blob{};
  blob.data = const_cast<char*>(authority_pem.data());
  blob.len = authority_pem.size();
  blob.flags = CURL_BLOB_COPY;
  set(handle, CURLOPT_CAINFO_BLOB, &blob);
}

// Mbed TLS tells what is wrong with a certificate in sentences only, one a line.
RefusedCertificate refused_certificate(const std::string& sentences) {
  const auto says = [&](std::string_view words) { return sentences.find(words) != std::string::npos; };
  if (says("not correctly signed by the trusted CA"))
    return {true, "nobody who is trusted here vouches for its certificate"};
  if (says("does not match with the expected CN")) return {false, "its certificate is for another name"};
  std::string line = sentences;
  for (char& c : line) c = c == '\n' ? ' ' : c;
  return {false, std::string(trimmed(line))};
}

}  // namespace gatehouse::fetch
