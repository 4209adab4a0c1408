// Decoders of RFB rectangles for the test client: 32 bits a pixel, little-endian 0x00RRGGBB, the format
// servers of ours start with.
#pragma once
#include <jpeglib.h>
#include <zlib.h>

#include <cstdint>
#include <functional>
#include <stdexcept>
#include <vector>

namespace gatehouse::test {

struct Picture {
  int width = 0, height = 0;
  std::vector<std::uint32_t> pixels;

  void resize(int w, int h) {
    width = w;
    height = h;
    pixels.assign(static_cast<std::size_t>(w) * h, 0xDEAD00);  // a colour that no test uses
  }
  std::uint32_t& at(int x, int y) { return pixels.at(static_cast<std::size_t>(y) * width + x); }
};

// A zlib stream that goes on from rectangle to rectangle.
class Inflater {
 public:
  Inflater() { reset(); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
  ~Inflater() { inflateEnd(&stream_); }

  void reset() {
    inflateEnd(&stream_);
    stream_ = {};
    if (inflateInit(&stream_) != Z_OK) throw std::runtime_error("inflateInit");
  }
  // Everything `packed` gives, at most `most` bytes.
  std::vector<std::uint8_t> inflate_all(const std::vector<std::uint8_t>& packed, std::size_t most) {
    std::vector<std::uint8_t> plain(most);
    stream_.next_in = const_cast<Bytef*>(packed.data());
    stream_.avail_in = static_cast<uInt>(packed.size());
    stream_.next_out = plain.data();
    stream_.avail_out = static_cast<uInt>(most);
    const int status = ::inflate(&stream_, Z_SYNC_FLUSH);
    if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR)
      throw std::runtime_error("bad zlib data");
    if (stream_.avail_in != 0) throw std::runtime_error("more pixels than the rectangle has");
    plain.resize(most - stream_.avail_out);
    return plain;
  }

 private:
  z_stream stream_{};
};

class Decoder {
 public:
  using Read = std::function<std::vector<std::uint8_t>(std::size_t)>;
  explicit Decoder(Read read) : read_(std::move(read)) {}

  int jpeg_rects = 0;  // how many came as JPEG

  void raw(Picture& to, int x, int y, int w, int h) {
    const auto data = read_(static_cast<std::size_t>(w) * h * 4);
    for (int j = 0; j < h; ++j)
      for (int i = 0; i < w; ++i) to.at(x + i, y + j) = rgb(&data[(static_cast<std::size_t>(j) * w + i) * 4]);
  }

  void zrle(Picture& to, int x, int y, int w, int h) {
    const auto data = zrle_.inflate_all(read_(u32()), static_cast<std::size_t>(w) * h * 4 + 4096);
    std::size_t at = 0;
    const auto byte = [&] { return data.at(at++); };
    const auto pixel = [&] {
      at += 3;
      return rgb(&data.at(at - 3));
    };
    const auto run = [&] {
      int length = 1, more;
      do length += more = byte();
      while (more == 255);
      return length;
    };
    for (int ty = y; ty < y + h; ty += 64) {
      for (int tx = x; tx < x + w; tx += 64) {
        const int tw = std::min(64, x + w - tx), th = std::min(64, y + h - ty);
        const int kind = byte();
        std::vector<std::uint32_t> palette(kind & 127);
        for (auto& colour : palette) colour = pixel();
        int n = 0;
        const auto put = [&](std::uint32_t colour, int length) {
          for (; length > 0; --length, ++n) to.at(tx + n % tw, ty + n / tw) = colour;
        };
        if (kind == 0) {
          while (n < tw * th) put(pixel(), 1);
        } else if (kind == 1) {
          put(palette[0], tw * th);
        } else if (kind == 128) {
          while (n < tw * th) {
            const std::uint32_t colour = pixel();
            put(colour, run());
          }
        } else if (kind > 128) {
          while (n < tw * th) {
            const int index = byte();
            put(palette.at(index & 127), index & 128 ? run() : 1);
          }
        } else {
          const int bits = kind == 2 ? 1 : kind <= 4 ? 2 : 4;
          for (int j = 0; j < th; ++j)
            for (int i = 0, have = 0, value = 0; i < tw; ++i, have -= bits) {
              if (have == 0) value = byte(), have = 8;
              put(palette.at(value >> (have - bits) & ((1 << bits) - 1)), 1);
            }
        }
      }
    }
  }

  void hextile(Picture& to, int x, int y, int w, int h) {
    std::uint32_t back = 0, front = 0;
    const auto pixel = [&] { return rgb(read_(4).data()); };
    for (int ty = y; ty < y + h; ty += 16) {
      for (int tx = x; tx < x + w; tx += 16) {
        const int tw = std::min(16, x + w - tx), th = std::min(16, y + h - ty);
        const int flags = u8();
        if (flags & 1) {
          raw(to, tx, ty, tw, th);
          continue;
        }
        if (flags & 2) back = pixel();
        if (flags & 4) front = pixel();
        fill(to, tx, ty, tw, th, back);
        for (int left = flags & 8 ? u8() : 0; left > 0; --left) {
          const std::uint32_t colour = flags & 16 ? pixel() : front;
          const int place = u8(), size = u8();
          fill(to, tx + (place >> 4), ty + (place & 15), (size >> 4) + 1, (size & 15) + 1, colour);
        }
      }
    }
  }

  void tight(Picture& to, int x, int y, int w, int h) {
    const int control = u8();
    for (int i = 0; i < 4; ++i)
      if (control >> i & 1) tight_[i].reset();
    const int kind = control >> 4;
    if (kind == 8) return fill(to, x, y, w, h, tight_pixel());
    if (kind == 9) return jpeg(to, x, y, w, h, read_(compact()));
    if (kind > 9) throw std::runtime_error("unknown Tight compression");
    const int filter = kind & 4 ? u8() : 0;
    std::vector<std::uint32_t> palette;
    if (filter == 1) {
      palette.resize(u8() + 1);
      for (auto& colour : palette) colour = tight_pixel();
    } else if (filter != 0) {
      throw std::runtime_error("a Tight filter that is not expected");
    }
    const std::size_t row = palette.empty() ? w * 3 : palette.size() == 2 ? (w + 7) / 8 : w;
    const std::size_t size = row * h;
    const auto data = size < 12 ? read_(size) : tight_[kind & 3].inflate_all(read_(compact()), size);
    for (int j = 0; j < h; ++j) {
      const std::uint8_t* line = &data.at(j * row);
      for (int i = 0; i < w; ++i) {
        to.at(x + i, y + j) = palette.empty()       ? big_endian_rgb(line + i * 3)
                              : palette.size() == 2 ? palette[line[i / 8] >> (7 - i % 8) & 1]
                                                    : palette.at(line[i]);
      }
    }
  }

 private:
  static std::uint32_t rgb(const std::uint8_t* p) { return p[0] | p[1] << 8 | p[2] << 16; }
  static std::uint32_t big_endian_rgb(const std::uint8_t* p) { return p[0] << 16 | p[1] << 8 | p[2]; }
  static void fill(Picture& to, int x, int y, int w, int h, std::uint32_t colour) {
    for (int j = y; j < y + h; ++j)
      for (int i = x; i < x + w; ++i) to.at(i, j) = colour;
  }
  int u8() { return read_(1)[0]; }
  std::uint32_t u32() {
    const auto b = read_(4);
    return static_cast<std::uint32_t>(b[0]) << 24 | b[1] << 16 | b[2] << 8 | b[3];
  }
  std::uint32_t tight_pixel() { return big_endian_rgb(read_(3).data()); }
  std::size_t compact() {
    std::size_t length = 0;
    for (int shift = 0; shift < 21; shift += 7) {
      const int b = u8();
      length |= static_cast<std::size_t>(b & (shift == 14 ? 255 : 127)) << shift;
      if (!(b & 128) || shift == 14) break;
    }
    return length;
  }

  void jpeg(Picture& to, int x, int y, int w, int h, const std::vector<std::uint8_t>& data) {
    ++jpeg_rects;
    jpeg_decompress_struct decoder{};
    jpeg_error_mgr errors;
    decoder.err = jpeg_std_error(&errors);
    errors.error_exit = [](j_common_ptr) { throw std::runtime_error("bad JPEG"); };
    jpeg_create_decompress(&decoder);
    jpeg_mem_src(&decoder, data.data(), data.size());
    jpeg_read_header(&decoder, TRUE);
    decoder.out_color_space = JCS_RGB;
    jpeg_start_decompress(&decoder);
    if (static_cast<int>(decoder.output_width) != w || static_cast<int>(decoder.output_height) != h)
      throw std::runtime_error("a JPEG of another size than its rectangle");
    std::vector<std::uint8_t> line(static_cast<std::size_t>(w) * 3);
    for (int j = 0; j < h; ++j) {
      JSAMPROW rows[] = {line.data()};
      jpeg_read_scanlines(&decoder, rows, 1);
      for (int i = 0; i < w; ++i) to.at(x + i, y + j) = big_endian_rgb(&line[i * 3]);
    }
    jpeg_finish_decompress(&decoder);
    jpeg_destroy_decompress(&decoder);
  }

  Read read_;
  Inflater zrle_;
  Inflater tight_[4];
};

}  // namespace gatehouse::test
