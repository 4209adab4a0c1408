// An Mbed TLS structure that is initialised and freed (and wiped, where it holds a key) with its scope.
#pragma once
#include <mbedtls/pk.h>
#include <mbedtls/x509_crt.h>
#include <mbedtls/x509_csr.h>

namespace gatehouse::net {

template <class T, void (*Init)(T*), void (*Free)(T*)>
class MbedHolder {
 public:
  MbedHolder() { Init(&value_); }
  ~MbedHolder() { Free(&value_); }
  MbedHolder(const MbedHolder&) = delete;
  MbedHolder& operator=(const MbedHolder&) = delete;
  T* get() { return &value_; }
  T* operator->() { return &value_; }

 private:
  T value_;
};

using MbedKey = MbedHolder<mbedtls_pk_context, mbedtls_pk_init, mbedtls_pk_free>;
using MbedCertificate = MbedHolder<mbedtls_x509_crt, mbedtls_x509_crt_init, mbedtls_x509_crt_free>;
using MbedRequest = MbedHolder<mbedtls_x509_csr, mbedtls_x509_csr_init, mbedtls_x509_csr_free>;
using MbedCertificateWriter =
    MbedHolder<mbedtls_x509write_cert, mbedtls_x509write_crt_init, mbedtls_x509write_crt_free>;
using MbedRequestWriter =
    MbedHolder<mbedtls_x509write_csr, mbedtls_x509write_csr_init, mbedtls_x509write_csr_free>;

}  // namespace gatehouse::net
