"""Copies of a picture as people make them: each kind a name and what it does to a Pillow image."""

import io

from PIL import Image, ImageEnhance, ImageOps


def _jpeg(image, quality):
    file = io.BytesIO()
    image.save(file, "JPEG", quality=quality)
    return Image.open(io.BytesIO(file.getvalue())).convert("RGB")


def _crop(image, left=0.0, top=0.0, right=0.0, bottom=0.0):
    width, height = image.size
    return image.crop((round(width * left), round(height * top), width - round(width * right), height - round(height * bottom)))


SINGLE = {
    "half": lambda image: image.resize((image.width // 2, image.height // 2), Image.LANCZOS),
    "quarter": lambda image: image.resize((image.width // 4, image.height // 4), Image.BILINEAR),
    "larger": lambda image: image.resize((image.width * 3 // 2, image.height * 3 // 2), Image.BICUBIC),
    "jpeg 50": lambda image: _jpeg(image, 50),
    "jpeg 25": lambda image: _jpeg(image, 25),
    "cropped 2.5 % on each side": lambda image: _crop(image, 0.025, 0.025, 0.025, 0.025),
    "cropped 5 % on the left": lambda image: _crop(image, left=0.05),
    "cropped 5 % at the bottom": lambda image: _crop(image, bottom=0.05),
    "mirrored": ImageOps.mirror,
    "upside down": ImageOps.flip,
    "turned": lambda image: image.transpose(Image.ROTATE_90),
    "brighter": lambda image: ImageEnhance.Brightness(image).enhance(1.3),
    "darker": lambda image: ImageEnhance.Brightness(image).enhance(0.7),
}

COMBINED = {
    "cropped 5 % on two sides": lambda image: _crop(image, left=0.05, top=0.05),
    "half, jpeg 40, brighter": lambda image: _jpeg(SINGLE["brighter"](SINGLE["half"](image)), 40),
    "mirrored, cropped 5 %": lambda image: ImageOps.mirror(_crop(image, left=0.05)),
    "turned, half, darker": lambda image: SINGLE["darker"](SINGLE["half"](SINGLE["turned"](image))),
    "cropped 2.5 % on each side, half, jpeg 40": lambda image: _jpeg(SINGLE["half"](SINGLE["cropped 2.5 % on each side"](image)), 40),
}
