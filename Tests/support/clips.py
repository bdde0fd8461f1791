"""Videos made on the spot by ffmpeg, whose contents are known."""

import subprocess


def ffmpeg(path, *arguments):
    subprocess.run(["ffmpeg", "-v", "error", "-y", *arguments, str(path)], check=True)
    return path


def moving_square(path, seconds=3, size="640x360"):
    """Ten frames a second; a white square of 40 pixels at y 100, whose left edge moves by 10 pixels a frame from 0 on. The ground has
    noise, so that no frame is like another."""
    graph = (
        f"color=gray:s={size}:r=10:d={seconds},noise=alls=20:allf=t,format=rgb24[b];"
        f"color=white:s=40x40:r=10:d={seconds}[w];[b][w]overlay=x=100*t:y=100:format=rgb"
    )
    return ffmpeg(path, "-filter_complex", graph, "-pix_fmt", "yuv420p", "-crf", "12")


def scenes(path):
    """Three plain colours, ten frames a second: they change at frames 10 and 25 of 35."""
    graph = "color=red:s=96x64:r=10:d=1[a];color=blue:s=96x64:r=10:d=1.5[b];color=white:s=96x64:r=10:d=1[c];[a][b][c]concat=n=3"
    return ffmpeg(path, "-filter_complex", graph, "-pix_fmt", "yuv420p")


def probe(path):
    """The times of the frames, as ffprobe sees them."""
    told = subprocess.run(
        ["ffprobe", "-v", "error", "-select_streams", "v:0", "-show_entries", "frame=pts_time", "-of", "csv=p=0", str(path)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return sorted(float(line.split(",")[0]) for line in told.stdout.split() if line.split(",")[0])
