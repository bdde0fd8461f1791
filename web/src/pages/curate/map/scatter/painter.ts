// Points drawn by the graphics card: places are handed over once, colours when they change, each frame only the view.
import { pointSize, type Size, type View } from "./view.ts";

const vertexShader = `#version 300 es
in vec2 place;
in vec4 tint;
uniform vec2 middle;
uniform vec2 stretch;
uniform float size;
out vec4 colour;
void main() {
  gl_Position = vec4((place - middle) * stretch, 0.0, 1.0);
  gl_PointSize = size;
  colour = tint;
}`;

// A disc with a soft edge; what is hidden or at the corners is not drawn at all.
const fragmentShader = `#version 300 es
precision highp float;
in vec4 colour;
uniform float size;
out vec4 pixel;
void main() {
  float off = length(gl_PointCoord - 0.5) * size;
  float alpha = colour.a * clamp(size * 0.5 - off + 0.5, 0.0, 1.0);
  if (alpha <= 0.0) discard;
  pixel = vec4(colour.rgb * alpha, alpha);
}`;

export class Painter {
  readonly #gl: WebGL2RenderingContext;
  readonly #program: WebGLProgram;
  readonly #places: WebGLBuffer;
  readonly #tints: WebGLBuffer;
  #count = 0;

  /** Throws where the browser draws no WebGL 2. */
  constructor(private readonly canvas: HTMLCanvasElement) {
    const gl = canvas.getContext("webgl2", { antialias: false, premultipliedAlpha: true });
    if (!gl) throw new Error("WebGL 2 is not available");
    this.#gl = gl;
    this.#program = linked(gl);
    this.#places = gl.createBuffer();
    this.#tints = gl.createBuffer();
    this.#bind(this.#places, "place", 2, gl.FLOAT, false);
    this.#bind(this.#tints, "tint", 4, gl.UNSIGNED_BYTE, true);
    gl.useProgram(this.#program);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
  }

  #bind(buffer: WebGLBuffer, name: string, size: number, type: number, isNormalized: boolean) {
    const gl = this.#gl;
    const at = gl.getAttribLocation(this.#program, name);
    gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
    gl.enableVertexAttribArray(at);
    gl.vertexAttribPointer(at, size, type, isNormalized, 0, 0);
  }

  setPlaces(x: Float32Array, y: Float32Array) {
    const both = new Float32Array(2 * x.length);
    for (let i = 0; i < x.length; i++) {
      both[2 * i] = x[i]!;
      both[2 * i + 1] = y[i]!;
    }
    this.#count = x.length;
    this.#fill(this.#places, both);
  }

  /** Red, green, blue and opacity for each point, 0 to 255. */
  setTints(tints: Uint8Array) {
    this.#fill(this.#tints, tints);
  }

  #fill(buffer: WebGLBuffer, data: Float32Array | Uint8Array) {
    this.#gl.bindBuffer(this.#gl.ARRAY_BUFFER, buffer);
    this.#gl.bufferData(this.#gl.ARRAY_BUFFER, data, this.#gl.STATIC_DRAW);
  }

  /** @param ratio device pixels a CSS pixel */
  draw(view: View, size: Size, ratio: number) {
    const gl = this.#gl;
    const width = Math.round(size.width * ratio);
    const height = Math.round(size.height * ratio);
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
    }
    const set = (name: string) => gl.getUniformLocation(this.#program, name);
    gl.viewport(0, 0, width, height);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT);
    gl.uniform2f(set("middle"), view.x, view.y);
    gl.uniform2f(set("stretch"), 2 * view.scale / size.width, 2 * view.scale / size.height);
    gl.uniform1f(set("size"), pointSize(view, size, this.#count) * ratio);
    gl.drawArrays(gl.POINTS, 0, this.#count);
  }
}

function linked(gl: WebGL2RenderingContext): WebGLProgram {
  const program = gl.createProgram();
  for (const [type, source] of [[gl.VERTEX_SHADER, vertexShader], [gl.FRAGMENT_SHADER, fragmentShader]] as const) {
    const shader = gl.createShader(type);
    if (!shader) throw new Error("the graphics context was lost");
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS)) throw new Error(gl.getProgramInfoLog(program) ?? "no program");
  return program;
}
